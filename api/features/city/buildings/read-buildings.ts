import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Database } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { withCity } from '../../../db/transaction/with-city.ts'

const sql = {
  byId: loadSql('api/features/city/buildings/sql/select-buildings-by-id.sql'),
  byCode: loadSql('api/features/city/buildings/sql/find-building-by-code.sql'),
}

const BuildingTexts = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  compound: z.string().nullable(),
  completedOn: z.string().nullable(),
  source: z.string().nullable(),
  surveyedOn: z.string().nullable(),
})
export type BuildingTexts = z.infer<typeof BuildingTexts>

/** Reads what the snapshot does not hold of some buildings, by id. */
export async function readBuildingTexts(
  database: Database,
  { code }: CitySnapshot,
  ids: readonly number[],
): Promise<ReadonlyMap<number, BuildingTexts>> {
  if (ids.length === 0) return new Map()
  const { rows } = await withCity(database, code, (tx) => tx.query(sql.byId, [ids]), { access: 'read' })
  return new Map(
    z
      .array(BuildingTexts)
      .parse(rows)
      .map((row) => [row.id, row]),
  )
}

/** Returns the id of the building with a code; NaN: there is none. */
export async function findBuildingId(
  database: Database,
  { code: city }: CitySnapshot,
  code: string,
): Promise<number> {
  const { rows } = await withCity(database, city, (tx) => tx.query<{ id: number }>(sql.byCode, [code]), {
    access: 'read',
  })
  return rows[0]?.id ?? NaN
}
