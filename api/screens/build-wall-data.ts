import { setImmediate as others } from 'node:timers/promises'
import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { wallMetrics } from '#shared/contract/screens/screens.ts'
import { type WallData } from '#shared/contract/screens/screens.ts'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { premisesStatuses } from '#shared/contract/enums.ts'
import { projectStatuses } from '#shared/contract/enums.ts'
import { getFeatureBox } from '#shared/geometry/flat-polygons.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { getDefaultCoverageTable } from '../coverage/default-coverage-table.ts'
import { toProvenance } from '../snapshot/provenance.ts'
import { getUnitFigures, mapFigures } from '../snapshot/sum-figures.ts'
import { computeWallCoverage } from './wall-coverage.ts'
import { computeCoverageTrend } from './coverage-trend.ts'

const sql = {
  projects: loadSql('api/screens/sql/list-project-totals.sql'),
  changes: loadSql('api/screens/sql/list-wall-changes.sql'),
  facts: loadSql('api/screens/sql/select-wall-facts.sql'),
  work: loadSql('api/screens/sql/list-work-coverage.sql'),
}
const Moment = z.union([z.date(), z.string()]).transform((at) => new Date(at).toISOString())
const ProjectRow = z.object({
  status: z.enum(projectStatuses),
  projects: z.number().int(),
  cost_yuan: z.number(),
  beneficiaries: z.number(),
})
const ChangeRow = z.object({
  revision: z.number().int(),
  at: Moment,
  kind: z.string(),
  what: z.string().nullable(),
  grids: z.number().int(),
})
const WorkRow = z.object({ day: z.string(), grids: z.number().int(), worked: z.number().int() })
const FactsRow = z.object({ at: Moment.nullable(), closed: z.number().int() })

/** All the numbers of a wall, worked out once for a snapshot and read by however many walls there are. */
export async function buildWallData(database: Database, city: CitySnapshot): Promise<WallData> {
  const { code, revision, units, premises } = city
  const [[projects, changes, facts, work], { table, trend, coverage, gaps, streets, standard }] =
    await Promise.all([
      withCity(
        database,
        code,
        async (tx) =>
          [
            z.array(ProjectRow).parse((await tx.query(sql.projects)).rows),
            z.array(ChangeRow).parse((await tx.query(sql.changes, [revision])).rows),
            FactsRow.parse((await tx.query(sql.facts, [revision])).rows[0]),
            z.array(WorkRow).parse((await tx.query(sql.work, [city.dataDate])).rows),
          ] as const,
        { access: 'read' },
      ),
      coverageFigures(city),
    ])
  const trends: Partial<Record<(typeof wallMetrics)[number], typeof trend.service>> = {
    'branch-share': trend.organisation,
    'work-share': work.map(({ day, grids, worked }) => ({ day, value: worked / grids })),
    'service-share': trend.service,
  }
  const sum = (of: (row: z.infer<typeof ProjectRow>) => number) =>
    projects.reduce((total, row) => total + of(row), 0)
  return {
    provenance: toProvenance(city),
    at: facts.at ?? new Date(`${city.dataDate}T00:00:00Z`).toISOString(),
    options: table.options,
    units: { district: units.district.count, street: units.street.count, community: units.community.count },
    figures: city.figures,
    urban: {
      ...urbanFigures(city),
      streets: units.street.urbanScope.reduce((total, urban) => total + urban, 0),
    },
    centers: centerStatuses(premises),
    coverage: coverage.map((row) => ({ ...row, trend: trends[row.metric] ?? [] })),
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
      what: row.kind.startsWith('gap.') ? nameOf(city, row.what) : row.what,
    })),
  }
}

/** In steps, between which others have their turn. */
async function coverageFigures(city: CitySnapshot) {
  const table = getDefaultCoverageTable(city)
  await others()
  // the ways are measured here
  void table.reach
  await others()
  const trend = computeCoverageTrend(city, table)
  await others()
  return { table, trend, ...computeWallCoverage(table, city, (gap) => boxOf(city, gap)) }
}

function centerStatuses({ kinds, statuses }: CitySnapshot['premises']): WallData['centers'] {
  const counts = { planned: 0, building: 0, open: 0, closed: 0 } satisfies Record<
    (typeof premisesStatuses)[number],
    number
  >
  kinds.forEach((kind, row) => {
    if (kind === 'center') counts[statuses[row]!]++
  })
  return counts
}

function urbanFigures({ units: { community } }: CitySnapshot) {
  const total = mapFigures(() => 0)
  community.urbanScope.forEach((urban, row) => {
    if (urban === 0) return
    const own = getUnitFigures(community, row)
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += own[name]
  })
  return total
}

function boxOf({ units, parks }: CitySnapshot, { kind, subject, community }: CoverageGap): DegreeBox | null {
  const row = kind === 'park' ? parks.codes.indexOf(subject) : community
  const { mesh } = kind === 'park' ? parks : units.community
  if (row < 0) return null
  const box = getFeatureBox(mesh.polygons, row)
  if (box === null) return null
  const [west, south, east, north] = box
  return [toDegrees(west), toDegrees(south), toDegrees(east), toDegrees(north)]
}

/** What a gap's subject is called. */
function nameOf({ units, parks }: CitySnapshot, subject: string | null): string | null {
  if (subject === null) return null
  const [community, park] = [units.community.codes.indexOf(subject), parks.codes.indexOf(subject)]
  return community >= 0 ? units.community.names[community]! : park >= 0 ? parks.names[park]! : subject
}
