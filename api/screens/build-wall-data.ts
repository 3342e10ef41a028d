import { setImmediate as immediate } from 'node:timers/promises'
import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { WallData } from '#shared/contract/screens/wall-data.ts'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { premisesStatuses } from '#shared/contract/enums.ts'
import { projectStatuses } from '#shared/contract/enums.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { Moment } from '../db/moment.ts'
import type { CoverageTableCache } from '../coverage/coverage-table-cache.ts'
import { getGapList } from '../coverage/gaps/gap-list.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'
import { computeFeatureBox } from '../snapshot/degree-box.ts'
import { toProvenance } from '../snapshot/provenance.ts'
import { sumUrbanFigures } from '../snapshot/tables/sum-figures.ts'
import { computeWallCoverage } from './wall-coverage.ts'

const sql = {
  projects: loadSql('api/screens/sql/list-project-totals.sql'),
  changes: loadSql('api/screens/sql/list-wall-changes.sql'),
  facts: loadSql('api/screens/sql/select-wall-facts.sql'),
}
const ProjectRow = z.object({
  status: z.enum(projectStatuses),
  projects: z.number().int(),
  cost_yuan: z.number(),
  beneficiaries: z.number(),
})
const ChangeRow = z.object({
  revision: Revision,
  at: Moment,
  kind: z.string(),
  street: z.string().nullable(),
  what: z.string().nullable(),
  grids: z.number().int(),
})
const FactsRow = z.object({ at: Moment.nullable(), closed: z.number().int() })

/** Computes all the figures of a wall display for a snapshot. */
export async function buildWallData(
  { database, tables }: { database: Database; tables: CoverageTableCache },
  city: CitySnapshot,
): Promise<WallData> {
  const { code, revision, units, premises } = city
  const [[projects, changes, facts], { table, coverage, gaps, streets, standard }] = await Promise.all([
    withCity(
      database,
      code,
      async (tx) =>
        [
          z.array(ProjectRow).parse((await tx.query(sql.projects)).rows),
          z.array(ChangeRow).parse((await tx.query(sql.changes, [revision])).rows),
          FactsRow.parse((await tx.query(sql.facts, [revision])).rows[0]),
        ] as const,
      { access: 'read' },
    ),
    computeCoverageFigures(tables, city),
  ])
  const sum = (getValue: (row: z.infer<typeof ProjectRow>) => number) =>
    projects.reduce((total, row) => total + getValue(row), 0)
  return {
    provenance: toProvenance(city),
    at: facts.at ?? new Date(`${city.dataDate}T00:00:00Z`).toISOString(),
    options: table.options,
    units: { district: units.district.count, street: units.street.count, community: units.community.count },
    figures: city.figures,
    urban: sumUrbanFigures(units),
    centers: countCenterStatuses(premises),
    coverage,
    gaps: { ...gaps, closed: facts.closed },
    streets,
    standard,
    projects: {
      total: sum((row) => row.projects),
      costYuan: sum((row) => row.cost_yuan),
      beneficiaries: sum((row) => row.beneficiaries),
      statuses: projectStatuses.map((status) => {
        const row = projects.find((each) => each.status === status)
        return { status, projects: row?.projects ?? 0, costYuan: row?.cost_yuan ?? 0 }
      }),
    },
    changes: changes.map((row) => ({
      ...row,
      street: row.street === null ? null : findUnitName(units.street, units.street.codes.indexOf(row.street)),
      what: row.kind.startsWith('gap.') ? getSubjectName(city, row.what) : row.what,
    })),
  }
}

/** Computes the coverage figures in steps, so that other requests run in between. */
async function computeCoverageFigures(tables: CoverageTableCache, city: CitySnapshot) {
  const table = await tables.getDefault(city)
  const gapList = await getGapList(tables, city)
  await immediate()
  return { table, ...computeWallCoverage(table, city, gapList, (gap) => computeGapBox(city, gap)) }
}

function countCenterStatuses({ kinds, statuses }: CitySnapshot['premises']): WallData['centers'] {
  const counts = { planned: 0, building: 0, open: 0, closed: 0 } satisfies Record<
    (typeof premisesStatuses)[number],
    number
  >
  kinds.forEach((kind, row) => {
    if (kind === 'center') counts[statuses[row]!]++
  })
  return counts
}

function computeGapBox(
  { units, parks }: CitySnapshot,
  { kind, subject, community }: CoverageGap,
): DegreeBox | null {
  const row = kind === 'park' ? parks.codes.indexOf(subject) : community
  const { mesh } = kind === 'park' ? parks : units.community
  return row < 0 ? null : computeFeatureBox(mesh, row)
}

/** Returns the name of a community or park; the code itself when there is none with it. */
function getSubjectName({ units, parks }: CitySnapshot, subject: string | null): string | null {
  if (subject === null) return null
  const [community, park] = [units.community.codes.indexOf(subject), parks.codes.indexOf(subject)]
  return community >= 0 ? units.community.names[community]! : park >= 0 ? parks.names[park]! : subject
}
