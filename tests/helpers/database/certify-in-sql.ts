import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { itemAt } from '#shared/geometry/at.ts'
import type { Queryable } from '../../../api/db/database.ts'
import { loadSql } from '../../../api/db/load-sql.ts'
import { getCitySchema } from '../../../api/db/transaction/with-city.ts'
import { testCity, type TestDatabase } from './open-test-database.ts'

/** The statement that publishing runs; it returns a row for each violation. */
export const certificateStatement = loadSql('api/drafts/publish/sql/find-certificate-violations.sql')

/** Returns a shape as hexadecimal TWKB. */
export const toHexTwkb = (shape: MultiPolygon) => Buffer.from(writeTwkbMultiPolygon(shape)).toString('hex')

class RollbackError extends Error {}

/** Runs work in a transaction of the test city that is always rolled back, and returns its result. */
export async function runAndRollBack<T>(
  { database }: TestDatabase,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const results: T[] = []
  await database
    .transaction(
      async (tx) => {
        results.push(await work(tx))
        throw new RollbackError()
      },
      { searchPath: [getCitySchema(testCity), 'public'] },
    )
    .catch((error: unknown) => {
      if (!(error instanceof RollbackError)) throw error
    })
  const [result] = results
  if (result === undefined) throw new Error('the work returned nothing')
  return result
}

/** Returns whether the cells tile the outline of a community, as the statement in the database decides it. */
export function certifyInSql(
  test: TestDatabase,
  community: string,
  cells: readonly MultiPolygon[],
  outline: MultiPolygon,
): Promise<boolean> {
  return runAndRollBack(test, async (tx) => {
    const { rows: units } = await tx.query<{ id: number }>(
      `
      insert into unit (level, code, name, kind, valid_from, geom)
      values ('community', $1, 'x', 'community', '2020-01-01', ST_SetSRID(ST_GeomFromTWKB(decode($2, 'hex')), 4326))
      returning id`,
      [community, toHexTwkb(outline)],
    )
    await tx.query(
      `
      insert into grid (code, name, kind, community_id, households, residents, members, full_time_workers,
        part_time_workers, building_groups, household_hubs, valid_from, geom)
      select r.code, 'x', 'comprehensive', $2::int8, 0, 0, 0, 0, 0, 0, 0, '2020-01-01',
        ST_SetSRID(ST_GeomFromTWKB(decode(r.shape, 'hex')), 4326)
      from unnest($1::text[], $3::text[]) as r (shape, code)`,
      [
        cells.map(toHexTwkb),
        itemAt(units, 0).id,
        cells.map((_, i) => community + String(i + 1).padStart(3, '0')),
      ],
    )
    return (await tx.query(certificateStatement, [[community], null, []])).rows.length === 0
  })
}
