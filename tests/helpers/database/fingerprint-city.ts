import { loadSql } from '../../../api/db/load-sql.ts'
import type { Database } from '../../../api/db/database.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'

const certificate = loadSql('api/drafts/publish/sql/find-certificate-violations.sql')

/** How many rows of each kind a city has, its revision, a fingerprint of all shapes, and the units that its parts do not tile. */
export async function fingerprintCity(
  database: Database,
  city: string,
): Promise<Record<string, number | string>> {
  return withCity(database, city, async (tx) => {
    const {
      rows: [counts],
    } = await tx.query<Record<string, number | string>>(`
      select
        (select count(*)::int4 from changeset) as changesets,
        (select count(*)::int4 from grid) as grids,
        (select count(*)::int4 from grid where valid_to is null) as standing,
        (select count(*)::int4 from grid_history) as history,
        (select count(*)::int4 from lineage) as lineage,
        (select count(*)::int4 from changeset_grid) as touched,
        (select count(*)::int4 from unit_history) as outlines,
        (select count(*)::int4 from audit) as audit,
        (select revision from meta) as revision,
        (select count(*)::int4 from draft where status = 'published') as published,
        (
          select md5(string_agg(g.code || g.households || encode(ST_AsTWKB(g.geom, 7), 'hex'), ' ' order by g.code))
          from grid g where g.valid_to is null
        ) as shapes`)
    const { rows: codes } = await tx.query<{ code: string }>(
      'select code from unit where valid_to is null order by code',
    )
    const { rows: broken } = await tx.query<{ code: string }>(certificate, [
      codes.map(({ code }) => code),
      null,
      [],
    ])
    return { ...counts, broken: broken.map(({ code }) => code).join() }
  })
}
