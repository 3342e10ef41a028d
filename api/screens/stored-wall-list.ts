import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { WallListRow } from '#shared/contract/screens/wall-lists.ts'
import { projectStatuses } from '#shared/contract/enums.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'

const sql = {
  projects: loadSql('api/screens/sql/list-projects.sql'),
  'gaps-closed': loadSql('api/screens/sql/list-closed-gaps.sql'),
}
const ProjectRow = z.object({
  code: z.string(),
  name: z.string(),
  place: z.string(),
  value: z.number(),
  status: z.enum(projectStatuses),
  total: z.number().int(),
})
const ClosedRow = z.object({ subject: z.string(), total: z.number().int() })

/** Reads a page of the wall lists of work: service projects and closed gaps. */
export async function readStoredWallList(
  database: Database,
  city: CitySnapshot,
  list: 'projects' | 'gaps-closed',
  { limit, offset }: { limit: number; offset: number },
): Promise<{ total: number; rows: WallListRow[] }> {
  const { rows } = await withCity(database, city.code, (tx) => tx.query(sql[list], [limit, offset]), {
    access: 'read',
  })
  if (list === 'projects') {
    const projects = z.array(ProjectRow).parse(rows)
    return {
      total: projects[0]?.total ?? 0,
      rows: projects.map(({ code, name, place, value, status }) => ({
        code,
        layer: null,
        name,
        nameEn: null,
        place: { name: place, nameEn: null },
        value,
        words: [status],
      })),
    }
  }
  const closed = z.array(ClosedRow).parse(rows)
  const {
    units: { community, street },
    parks,
  } = city
  return {
    total: closed[0]?.total ?? 0,
    rows: closed.map(({ subject }) => {
      const [row, park] = [community.codes.indexOf(subject), parks.codes.indexOf(subject)]
      const home = row >= 0 ? row : park >= 0 ? parks.community[park]! : -1
      return {
        code: subject,
        layer: row >= 0 ? 'communities' : park >= 0 ? 'parks' : null,
        name: (row >= 0 ? community.names[row] : parks.names[park]) ?? subject,
        nameEn: row >= 0 ? (community.namesEn[row] ?? null) : null,
        place: findUnitName(street, community.legalParent[home]),
        value: null,
        words: [],
      }
    }),
  }
}
