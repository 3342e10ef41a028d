import { z } from 'zod'
import { UnitLevel } from '#shared/contract/words.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { joinBytes } from '../../drafting/ground-of.ts'
import { areaOf, StoredValues } from '../../drafting/state-rows.ts'

const sql = {
  grids: loadSql('api/features/history/sql/grids-on-day.sql'),
  units: loadSql('api/features/history/sql/units-on-day.sql'),
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

/** A street or community as it was on a day. */
export async function gridsOnDay(tx: Queryable, parent: string, day: string) {
  const rows = z.array(GridOnDay).parse((await tx.query(sql.grids, [parent, day])).rows)
  const units = z.array(UnitOnDay).parse((await tx.query(sql.units, [parent, day])).rows)
  const grids = rows.map(({ id, code, community, fields, valid_from, valid_to, shape }) => ({
    id,
    code,
    community,
    ...StoredValues.parse(fields),
    areaM2: areaOf(shape),
    validFrom: valid_from,
    validTo: valid_to,
  }))
  const sum = (
    name: 'households' | 'residents' | 'members' | 'fullTimeWorkers' | 'partTimeWorkers' | 'areaM2',
  ) => grids.reduce((total, grid) => total + grid[name], 0)
  return {
    grids,
    shapes: joinBytes(rows.map(({ shape }) => shape)),
    units: units.map(({ code, level, name }) => ({ code, level, name })),
    unitShapes: joinBytes(units.map(({ shape }) => shape)),
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
