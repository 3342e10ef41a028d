import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../api/db/open-database.ts'
import { buildDraftBase } from '../../api/drafts/base/build-draft-base.ts'
import { collectSnapTargets } from '../../api/drafts/base/collect-snap-targets.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { loadCity } from '../../api/snapshot/load-city.ts'
import type { DivisionInput } from '#shared/division/division-input.ts'
import { type Proposal, proposeDivision, type ProposalStyle } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { readDivisionLines } from '#shared/division/read-division-lines.ts'
import { findCutBuildings } from '#shared/drafts/buildings/find-cut-buildings.ts'
import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/**
 * Each urban community of the demo city is divided anew into its number of grids: at ±10 and ±25 %, with compounds cut or
 * kept whole. Every proposal is run as an operation of a draft; what does not hold is counted. Times are of the processor, so
 * that other programs at work change them little.
 */
const EVERY = Number(process.env.EVERY ?? 1)
const newIds = Array.from({ length: 200 }, (_, i) => -1 - i)

const database = await openDatabase({ dataDir: path.join(packageRoot, '.cache/bench') })
await migrate(database)
await ensureDemoCity(database, () => undefined)
const { snapshot } = await loadCity(database, '320900')
await database.close()

interface Community {
  state: DraftState
  input: DivisionInput
}

function* listCommunities(): Generator<Community> {
  const { codes, urbanScope } = snapshot.units.community
  const urban = codes.filter((_, row) => urbanScope[row] === 1)
  const streets = new Map<string, { state: DraftState; lines: ReturnType<typeof readDivisionLines> }>()
  for (const [i, code] of urban.entries()) {
    if (i % EVERY !== 0) continue
    const street = code.slice(0, 9)
    let known = streets.get(street)
    if (known === undefined) {
      known = {
        state: readDraftBase(buildDraftBase(snapshot, street)),
        lines: readDivisionLines(collectSnapTargets(snapshot, street)),
      }
      streets.set(street, known)
    }
    const { state, lines } = known
    const grids = [...state.set.cells.values()].filter(({ community }) => community === code)
    const wish = { count: grids.length, tolerance: 0.1, keepsCompounds: false, seed: 1 }
    const ids = grids.map(({ id }) => id)
    if (ids.length > 1) yield { state, input: readDivisionInput(state, ids, lines, wish) }
  }
}

interface Sums {
  communities: number
  allInBand: number
  /** Communities of which it is proven that no division keeps the band. */
  impossible: number
  grids: number
  gridsInBand: number
  borderM: number
  alongM: number
  compoundM: number
  bites: number
  cutCompounds: number
  compactness: number
  changed: number
  rejected: number
  apart: number
  cutBuildings: number
  times: number[]
}

const createSums = (): Sums => ({
  communities: 0,
  allInBand: 0,
  impossible: 0,
  grids: 0,
  gridsInBand: 0,
  borderM: 0,
  alongM: 0,
  compoundM: 0,
  bites: 0,
  cutCompounds: 0,
  compactness: 0,
  changed: 0,
  rejected: 0,
  apart: 0,
  cutBuildings: 0,
  times: [],
})

function addProposal(sums: Sums, state: DraftState, input: DivisionInput, proposal: Proposal): void {
  const { figures, operation } = proposal
  sums.communities++
  sums.grids += input.count
  sums.gridsInBand += figures.inBand
  if (figures.inBand === input.count) sums.allInBand++
  sums.borderM += figures.borderM
  sums.alongM += figures.lineShare * figures.borderM
  sums.compoundM += figures.compoundShare * figures.borderM
  sums.bites += figures.bites
  sums.cutCompounds += figures.cutCompounds
  sums.compactness += figures.compactness
  sums.changed += figures.changedShare
  const result = runOperation(state, operation)
  if (!result.ok) {
    sums.rejected++
    return
  }
  const own = new Set(operation.parts.map(({ grid }) => grid))
  const parts = new Set(input.grids.map(({ shape }) => shape.length))
  const most = Math.max(...parts)
  for (const { id, shape } of result.value.geometry?.put ?? [])
    if (own.has(id) && shape.length > most) sums.apart++
  sums.cutBuildings += findCutBuildings(applyDraftChange(state, result.value), (id) => own.has(id)).filter(
    ({ type }) => type === 'cut_building',
  ).length
}

/** Proposes for every community, three at ±10 % and the one along lines in the other cases. */
const cases: { name: string; tolerance: number; keepsCompounds: boolean; styles: ProposalStyle[] }[] = [
  { name: '±10 %', tolerance: 0.1, keepsCompounds: false, styles: ['balanced', 'lines', 'today'] },
  { name: '±25 %', tolerance: 0.25, keepsCompounds: false, styles: ['lines'] },
  { name: '±10 %, compounds whole', tolerance: 0.1, keepsCompounds: true, styles: ['lines'] },
  { name: '±25 %, compounds whole', tolerance: 0.25, keepsCompounds: true, styles: ['lines'] },
]

const results = new Map<string, Sums>()
let inBandToday = 0
const communities = [...listCommunities()]
const cpuStart = process.cpuUsage().user
const threeTimes: number[] = []
for (const { state, input } of communities) {
  const values = input.grids.map(({ id }) => state.facts.get(id)?.households ?? 0)
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length
  if (values.every((each) => Math.abs(each / mean - 1) <= 0.1)) inBandToday++
  for (const { name, styles, ...wish } of cases) {
    const start = process.cpuUsage()
    const result = proposeDivision({ ...input, ...wish }, { styles, newIds })
    const used = process.cpuUsage(start)
    const time = (used.user + used.system) / 1000
    if (styles.length === 3) threeTimes.push(time)
    if (!result.ok) {
      console.log(`${input.grids.length} grids, ${input.buildings.length} buildings: ${result.reason}`)
      continue
    }
    for (const proposal of result.proposals) {
      const key = `${name}, ${proposal.style}`
      const sums = results.get(key) ?? createSums()
      results.set(key, sums)
      sums.times.push(time / result.proposals.length)
      if (result.obstacle !== null) sums.impossible++
      addProposal(sums, state, { ...input, ...wish }, proposal)
    }
  }
}
const totalS = threeTimes.reduce((sum, each) => sum + each, 0) / 1000
const cpuS = (process.cpuUsage().user - cpuStart) / 1e6

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`
printTable(
  `${communities.length} urban communities, each divided anew into its number of grids; today ${inBandToday} have every grid within ±10 %`,
  [
    'case',
    'all grids in band',
    'of those not proven impossible',
    'grids in band',
    'along lines',
    'along compounds',
    'bites',
    'cut compounds',
    'compactness',
    'moved',
    'km',
    'rejected, apart, buildings cut',
    'processor ms p50 / p95',
  ],
  [...results].map(([name, sums]) => [
    name,
    `${sums.allInBand} of ${sums.communities}`,
    percent(sums.allInBand, sums.communities - sums.impossible),
    percent(sums.gridsInBand, sums.grids),
    percent(sums.alongM, sums.borderM),
    percent(sums.compoundM, sums.borderM),
    sums.bites,
    sums.cutCompounds,
    (sums.compactness / sums.communities).toFixed(2),
    percent(sums.changed, sums.communities),
    Math.round(sums.borderM / 1000),
    `${sums.rejected}, ${sums.apart}, ${sums.cutBuildings}`,
    `${formatFigure(computeMedian(sums.times.toSorted((a, b) => a - b)))} / ${formatFigure(percentile(sums.times, 0.95))}`,
  ]),
)
const [median, late] = [
  computeMedian(threeTimes.toSorted((a, b) => a - b)),
  percentile(threeTimes, 0.95),
].map(formatFigure)
console.log(
  `three proposals for each, processor time: ${formatFigure(totalS)} s in all, p50 ${median} ms, p95 ${late} ms; ` +
    `processor time of everything ${formatFigure(cpuS)} s`,
)
const ten = results.get('±10 %, lines')
const wide = results.get('±25 %, lines')
const whole = results.get('±10 %, compounds whole, lines')
if (ten && wide && whole)
  reportFigures([
    {
      en: `${communities.length} communities divided anew, every grid within ±10 / ±25 %`,
      zh: `${communities.length} 个社区重新划分，各格户数在 ±10 / ±25 % 以内`,
      value: `${ten.allInBand} / ${wide.allInBand}`,
      compared: { en: `today, ±10 %: ${inBandToday}`, zh: `现状 ±10 %：${inBandToday}` },
    },
    {
      en: 'the same with compounds whole, every grid within ±10 %',
      zh: '同上，小区不拆开，各格户数在 ±10 % 以内',
      value: `${whole.allInBand}`,
      compared: {
        en: `proven impossible: ${whole.impossible}`,
        zh: `证明不可能：${whole.impossible}`,
      },
    },
    {
      en: 'length of their borders along water, roads and compounds, ±10 / ±25 %',
      zh: '边界沿河、沿路、沿小区的长度，±10 / ±25 %',
      value: `${percent(ten.alongM + ten.compoundM, ten.borderM)} / ${percent(wide.alongM + wide.compoundM, wide.borderM)}`,
    },
    {
      en: 'three proposals for a community, processor time, median / p95',
      zh: '一个社区的三个划分方案，处理器时间，中位 / p95',
      value: `${median} / ${late} ms`,
    },
  ])
