import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { getCity } from '#shared/contract/city/city.ts'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { dissolve } from '#shared/geometry/topology/dissolve.ts'
import { getMultiPolygon, toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import { loadSql } from '../../api/db/load-sql.ts'
import { withCity } from '../../api/db/transaction/with-city.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { readEventStream } from '../helpers/api/read-event-stream.ts'
import { openTestApp } from '../helpers/api/open-test-app.ts'
import { buildSplitOperations } from './tools/build-split-operations.ts'
import { startPostgis } from './tools/start-postgis.ts'
import { computeMedian, printTable, computeQuantile } from './tools/print-table.ts'
import { type DrawingRow, listDrawingFigures } from './tools/list-drawing-figures.ts'
import { reportFigures } from './tools/report-figures.ts'

/**
 * What drawing costs, on the demo city of 11,000 grids: previews while a line is drawn, certificates in TypeScript and
 * SQL, opening a street, publishing, and until another open page hears of it. Previews and the certificate in
 * TypeScript in processor time, all else by the clock. On both databases, or on the one that TEST_DATABASE_URL names.
 */
const city = '320900'
const as = { role: 'street_official', area: { city } } as const
const planner = { as: { role: 'planner', area: { city } } } as const

/** 400 grids in each street. */
const broad = '321000'
const broadCity = aCity({ code: broad, columns: 200, rows: 2 })

const time = async <T>(work: () => Promise<T> | T): Promise<[number, T]> => {
  const from = performance.now()
  const answer = await work()
  return [performance.now() - from, answer]
}
/** Processor time: what one thread needs, however busy the machine is. */
const compute = (work: () => unknown): number => {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}
const rows: DrawingRow[] = []
const add = (what: string, target: string, times: number[]) =>
  rows.push([what, target, computeMedian(times), computeQuantile(times, 0.95), times.length])

const test = await openTestApp({
  cities: [generateYancheng(), broadCity],
  environment: { REQUESTS_PER_MINUTE: '1000000' },
})
try {
  const { snapshot } = await test.app.cities.get(city)
  const gridsIn = (digits: number) => {
    const counts = new Map<string, number>()
    snapshot.grids.community.forEach((row) => {
      const code = (snapshot.units.community.codes[row] ?? '').slice(0, digits)
      counts.set(code, (counts.get(code) ?? 0) + 1)
    })
    return [...counts].sort((a, b) => b[1] - a[1])
  }
  const [street, gridsOfStreet] = gridsIn(9).find(([code]) => snapshot.units.street.codes.includes(code)) ?? [
    '',
    0,
  ]

  const openings: number[] = []
  for (let i = 0; i < 7; i++) {
    const [ms] = await time(async () =>
      readDraftBase(await test.ask(contract.getDraftBase, { params: { city, unit: street } }, planner)),
    )
    openings.push(ms)
  }
  add(`open the street with most grids (${gridsOfStreet})`, '≤ 700', openings)
  await test.app.cities.get(broad)
  const broadOpenings: number[] = []
  for (let i = 0; i < 7; i++) {
    const [ms, { places }] = await time(async () =>
      readDraftBase(
        await test.ask(
          contract.getDraftBase,
          { params: { city: broad, unit: '321001001' } },
          { as: { role: 'planner', area: { city: broad } } },
        ),
      ),
    )
    if ([...places.values()].filter((place) => place === 'own').length < 400)
      throw new Error('the street is too small')
    broadOpenings.push(ms)
  }
  add('open a street of 400 grids', '≤ 700', broadOpenings)
  const ground = readDraftBase(
    await test.ask(contract.getDraftBase, { params: { city, unit: street } }, planner),
  )

  add('preview of a cut, a pointer move, whole street', '≤ 8', previews(ground))
  const community = ofSixty(ground)
  add(`preview of a cut, a pointer move, ${community.set.cells.size} grids`, '≤ 8', previews(community))

  const all = snapshot.grids.mesh.polygons
  const districts = snapshot.units.district.mesh.polygons
  const outline = toFlatPolygons([
    dissolve(
      Array.from({ length: snapshot.units.district.count }, (_, row) => getMultiPolygon(districts, row)),
    ),
  ])
  if (!certifyTiling(all, outline).holds) throw new Error('the city is not tiled')
  add(
    `certificate of ${snapshot.grids.count} grids, TypeScript`,
    '≤ 200',
    Array.from({ length: 9 }, () => compute(() => certifyTiling(all, outline))),
  )
  const statement = loadSql('api/drafts/publish/sql/find-certificate-violations.sql')
  const sqlTimes = async (codes: string[]) => {
    const times: number[] = []
    for (let i = 0; i < 5; i++)
      times.push(
        (await time(() => withCity(test.database, city, (tx) => tx.query(statement, [codes, null, []]))))[0],
      )
    return times
  }
  add('certificate of one community, SQL', '', await sqlTimes([gridsIn(12)[0]![0]]))
  add('certificate of the whole city, SQL', '', await sqlTimes([...snapshot.units.community.codes]))

  const [answers, visible, appends]: number[][] = [[], [], []]
  for (let i = 0; i < 5; i++) {
    const state = readDraftBase(
      await test.ask(contract.getDraftBase, { params: { city, unit: street } }, planner),
    )
    const operations = buildSplitOperations(state, 25)
    const draft = randomUUID()
    await test.ask(
      contract.createDraft,
      { params: { city, unit: street }, body: { id: draft, name: `测量 ${i}` } },
      { as },
    )
    const [
      appendMs,
      {
        draft: { steps },
        refused,
      },
    ] = await time(() =>
      test.ask(
        contract.appendSteps,
        {
          params: { city, draft },
          body: {
            after: 0,
            steps: operations.map((operation) => ({ id: randomUUID(), step: 'do' as const, operation })),
          },
        },
        { as },
      ),
    )
    if (refused) throw new Error(`refused: ${refused.reason.code}`)
    appends!.push(appendMs / steps)
    await test.ask(
      reviewing.submitDraft,
      { params: { city, draft }, body: { note: '请审核', after: steps } },
      { as },
    )
    await test.ask(reviewing.approveDraft, { params: { city, draft }, body: { note: '同意' } }, planner)
    const page = await readEventStream(test, `/api/cities/${city}/events`, planner)
    await page.next()
    const [ms, { grids }] = await time(() =>
      test.ask(reviewing.publishDraft, { params: { city, draft }, body: { note: '发布' } }, planner),
    )
    if (grids.length !== 25) throw new Error(`${grids.length} new grids`)
    answers!.push(ms)
    const [heardMs, { data }] = await time(() => page.next())
    const { box } = data as { box: [number, number, number, number] }
    const [z, x, y] = tileOver(box)
    const [tileMs, tile] = await time(() =>
      test.send(`/api/cities/${city}/tiles/current/grids/${z}/${x}/${y}`, planner),
    )
    if (tile.status !== 200) throw new Error(`no tile ${z}/${x}/${y}: ${tile.status}`)
    visible!.push(heardMs + tileMs)
    await page.stop()
    await test.ask(getCity, { params: { city } }, planner)
  }
  add('append an operation to a draft (in batches of 25)', '', appends!)
  add('publish a change of 50 grids', test.database.kind === 'embedded' ? '≤ 250' : '≤ 100', answers!)
  add('… until an open page has heard of it and has its new tile, after the answer', '≤ 500', visible!)
  const days: number[] = []
  for (const day of ['2018-01-01', '2018-02-01', '2018-03-01', '2018-04-01'])
    days.push((await time(() => test.app.cities.get(`${city}@${day}`)))[0])
  add('the whole city as of a day, when it is first asked for', '', days)
  printTable(
    `Drawing and publishing, ${snapshot.grids.count} grids, ${test.database.kind} database`,
    ['what', 'target ms', 'median ms', 'p95 ms', 'times'],
    rows,
  )
  reportFigures(listDrawingFigures(rows, test.database.kind))
} finally {
  await test.close()
}

// the helpers of the tests know one database a process, and keep the embedded one until the process ends
const postgis = process.env['TEST_DATABASE_URL'] === undefined ? startPostgis() : undefined
const second =
  postgis &&
  spawnSync(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url)], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: postgis.url },
  })
postgis?.stop()
process.exit(second?.status ?? 0)

/** The tile of zoom 14 in the middle of a box (west, south, east, north on the lattice). */
function tileOver([west, south, east, north]: readonly [number, number, number, number]): [
  number,
  number,
  number,
] {
  return [
    14,
    Math.floor(toWorldX((west + east) / 2) / 2 ** 17),
    Math.floor(toWorldY((south + north) / 2) / 2 ** 17),
  ]
}

/** A line through the middle of a grid whose far end follows the pointer. */
function previews(state: DraftState): number[] {
  const own = [...state.set.cells.values()].filter(({ id }) => state.places.get(id) === 'own')
  const times: number[] = []
  for (let i = 0; i < 300; i++) {
    const cell = own[(i >> 4) % own.length]!
    const [west, south, east, north] = getShapeBox(cell.shape)
    const x = Math.round(west + (east - west) * (0.3 + 0.025 * (i % 16)))
    times.push(
      compute(() =>
        runOperation(state, {
          op: 'split',
          grid: cell.id,
          line: [
            [Math.round((west + east) / 2), south - 500],
            [x, north + 500],
          ],
          newGrid: -1,
        }),
      ),
    )
  }
  // the first one builds the index of borders, which then serves all others
  return times
}

/** The sixty cells nearest to one corner, with the outlines. */
function ofSixty(state: DraftState): DraftState {
  const cells = [...state.set.cells.values()]
    .filter(({ id }) => state.places.get(id) === 'own')
    .sort((a, b) => getShapeBox(a.shape)[0] - getShapeBox(b.shape)[0])
    .slice(0, 60)
  const codes = new Set(cells.map(({ community }) => community))
  return {
    ...state,
    set: {
      cells: new Map(cells.map((cell) => [cell.id, cell])),
      outlines: new Map([...state.set.outlines].filter(([unit]) => codes.has(unit))),
    },
  }
}
