import { z } from 'zod'
import { UnitLevel } from '#shared/contract/enums.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { concatBase64 } from '../../drafts/base/encode-base64.ts'
import { computeTwkbAreaM2, StoredGridValues } from '../../changesets/changeset-states.ts'

const sql = {
  grids: loadSql('api/features/history/sql/list-grids-on-day.sql'),
  units: loadSql('api/features/history/sql/list-units-on-day.sql'),
}

const bytes = z.instanceof(Uint8Array)
const GridOnDay = z.object({
  id: z.number(),
  code: z.string(),
  community: z.string(),
  fields: z.unknown(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  shape: bytes,
})
const UnitOnDay = z.object({ code: z.string(), level: UnitLevel, name: z.string(), shape: bytes })

/** Returns a street or community as it was on a day. */
export async function readGridsOnDay(tx: Queryable, parent: string, day: string) {
  const rows = z.array(GridOnDay).parse((await tx.query(sql.grids, [parent, day])).rows)
  const units = z.array(UnitOnDay).parse((await tx.query(sql.units, [parent, day])).rows)
  const grids = rows.map(({ id, code, community, fields, valid_from, valid_to, shape }) => ({
    id,
    code,
    community,
    ...StoredGridValues.parse(fields),
    areaM2: computeTwkbAreaM2(shape),
    validFrom: valid_from,
    validTo: valid_to,
  }))
  const sum = (
    name: 'households' | 'residents' | 'members' | 'fullTimeWorkers' | 'partTimeWorkers' | 'areaM2',
  ) => grids.reduce((total, grid) => total + grid[name], 0)
  return {
    grids,
    shapes: concatBase64(rows.map(({ shape }) => shape)),
    units: units.map(({ code, level, name }) => ({ code, level, name })),
    unitShapes: concatBase64(units.map(({ shape }) => shape)),
    figures: {
      grids: grids.length,
      households: sum('households'),
      residents: sum('residents'),
      members: sum('members'),
      fullTimeWorkers: sum('fullTimeWorkers'),
      partTimeWorkers: sum('partTimeWorkers'),
      branches: grids.filter(({ branchSince }) => branchSince !== null).length,
      areaM2: sum('areaM2'),
    },
  }
}
