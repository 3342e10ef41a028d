import { z } from 'zod'
import { type Setup, type SetupStep, setupSteps, type SetupStepState } from '#shared/contract/city/setup.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'

const sql = {
  find: loadSql('api/features/setup/sql/find-setup.sql'),
  lock: loadSql('api/features/setup/sql/lock-setup.sql'),
  imports: loadSql('api/features/setup/sql/list-last-imports.sql'),
  drafts: loadSql('api/features/setup/sql/count-drafts.sql'),
  accounts: loadSql('api/features/setup/sql/count-city-accounts.sql'),
}

const SetupRow = z.object({
  skipped: z.array(z.string()),
  finished_at: z.string().nullable(),
  finished_by: z.string().nullable(),
})
export type SetupRow = z.infer<typeof SetupRow>
const ImportRow = z.object({ target: z.string(), last_at: z.string() })
const CountRow = z.object({ count: z.number(), last_at: z.string() })
const DraftRow = CountRow.extend({ status: z.string() })
const AccountRow = CountRow.extend({ role: z.string() })

/** Who draws and decides on borders; administrators, auditors and programs do not. */
const BUSINESS_ROLES = ['planner', 'street_official', 'leader']
/** Targets of imports that fill a step. */
const TARGETS: Partial<Record<SetupStep, readonly TargetId[]>> = {
  districts: ['districts'],
  streets: ['streets'],
  communities: ['communities'],
  grids: ['grids'],
  premises: ['stations', 'centers', 'premises'],
  ways: ['roads', 'waterways'],
  buildings: ['buildings'],
}

/** @throws AppError not_found */
export async function findSetup(tx: Queryable, { lock = false } = {}): Promise<SetupRow> {
  const [row] = SetupRow.array().parse((await tx.query(lock ? sql.lock : sql.find)).rows)
  if (row === undefined) throw new AppError('not_found', 'the city is still being created')
  return row
}

/** Whether administrators may still import into the city; asked at the primary, at every such request. */
export async function isSettingUp(database: Database, city: string): Promise<boolean> {
  return withCity(database, city, async (tx) => {
    const [row] = SetupRow.array().parse((await tx.query(sql.find)).rows)
    return row?.finished_at === null
  })
}

/** How far a city is set up. */
export async function readSetup(database: Database, snapshot: CitySnapshot): Promise<Setup> {
  const { row, imports, drafts } = await withCity(database, snapshot.code, async (tx) => ({
    row: await findSetup(tx),
    imports: ImportRow.array().parse((await tx.query(sql.imports)).rows),
    drafts: DraftRow.array().parse((await tx.query(sql.drafts)).rows),
  }))
  const accounts = AccountRow.array().parse(
    (await withSharedSchema(database, (tx) => tx.query(sql.accounts, [snapshot.code]))).rows,
  )
  const found = count(snapshot, accounts, drafts)
  const steps = setupSteps.map((step): SetupStepState => {
    const { parts, count, without = 0, lastAt } = found[step]
    const imported = TARGETS[step]?.flatMap((target) => imports.filter((each) => each.target === target))
    return {
      step,
      state: count > 0 ? 'done' : row.skipped.includes(step) ? 'skipped' : 'open',
      count,
      parts,
      without,
      lastAt: toLatest(imported ?? lastAt ?? []),
    }
  })
  return {
    settingUp: row.finished_at === null,
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
    finishedBy: row.finished_by,
    steps,
    next: steps.find(({ state }) => state === 'open')?.step ?? null,
  }
}

interface Found {
  count: number
  parts: { part: string; count: number }[]
  without?: number
  lastAt?: readonly { last_at: string }[]
}

function count(
  { units, grids, premises, roads, waterLines, waterAreas, buildings, settings }: CitySnapshot,
  accounts: readonly z.infer<typeof AccountRow>[],
  drafts: readonly z.infer<typeof DraftRow>[],
): Record<SetupStep, Found> {
  const { district, street, community } = units
  const business = accounts.filter(({ role }) => BUSINESS_ROLES.includes(role))
  const published = drafts.filter(({ status }) => status === 'published')
  const ofKind = (kind: string) => premises.kinds.filter((each) => each === kind).length
  const plain = (count: number, without = 0): Found => ({ count, parts: [], without })
  const sum = (parts: Found['parts'], lastAt?: Found['lastAt']): Found => ({
    count: parts.reduce((total, each) => total + each.count, 0),
    parts,
    ...(lastAt === undefined ? {} : { lastAt }),
  })
  return {
    districts: plain(district.count),
    streets: plain(street.count, countWithout(district, street.legalParent)),
    communities: plain(community.count, countWithout(street, community.legalParent)),
    grids: plain(grids.count, countWithout(community, grids.community)),
    premises: sum(['station', 'center', 'community'].map((part) => ({ part, count: ofKind(part) }))),
    ways: sum([
      { part: 'roads', count: roads.count },
      { part: 'waters', count: waterLines.count + waterAreas.count },
    ]),
    buildings: plain(buildings.count),
    accounts: sum(
      BUSINESS_ROLES.map((part) => ({
        part,
        count: business.find(({ role }) => role === part)?.count ?? 0,
      })),
      business,
    ),
    basemap: plain(settings.basemap.kind === 'none' ? 0 : 1),
    review: {
      ...sum(published.map(({ count }) => ({ part: 'published', count }))),
      parts: ['open', 'submitted', 'approved', 'published'].map((part) => ({
        part,
        count: drafts.find(({ status }) => status === part)?.count ?? 0,
      })),
      lastAt: published,
    },
  }
}

/** Units that nothing names as its parent. */
function countWithout(units: UnitTable, parents: Int32Array): number {
  const seen = new Uint8Array(units.count)
  for (const parent of parents) if (parent >= 0) seen[parent] = 1
  return seen.reduce((without, found) => without + 1 - found, 0)
}

function toLatest(rows: readonly { last_at: string }[]): string | null {
  const times = rows.map(({ last_at }) => Date.parse(last_at))
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
}
