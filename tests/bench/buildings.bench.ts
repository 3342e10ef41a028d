import path from 'node:path'
import { ensureDemoCity } from '../../api/demo/ensure-demo-city.ts'
import { migrate } from '../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../api/db/open-database.ts'
import { buildDraftBase } from '../../api/drafts/base/build-draft-base.ts'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { loadCity } from '../../api/snapshot/load-city.ts'
import { moveToGrids, placeInGrids } from '../../api/snapshot/tables/place-in-grids.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { findCutBuildings } from '#shared/drafts/buildings/find-cut-buildings.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { buildingsLayer, BUILDING_ZOOM } from '#shared/layers/buildings/buildings.ts'
import { encodeTile, type TileZxy } from '#shared/tiles/encode-tile.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { BuildingRecord } from '../../data/city-dataset.ts'
import { generateYancheng } from '../../data/demo/yancheng.ts'
import { buildSnapshot } from '../helpers/city/build-snapshot.ts'
import { computeMedian, printTable } from './tools/print-table.ts'
import { formatFigure, reportFigures } from './tools/report-figures.ts'

/** Buildings under the grid: placing them, counting them while a border is drawn, and their heaviest tile. */
const ROUNDS = 15
const CUTS = 200

function time(work: () => unknown, rounds = ROUNDS): { median: number; p95: number } {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return { median: computeMedian(times), p95: times[Math.floor(0.95 * rounds)] ?? NaN }
}

/** The street with most buildings in the base of a draft of it. */
function openLargestStreet(city: CitySnapshot): { state: DraftState; buildings: number } {
  const { grids, units, buildings } = city
  const counts = new Int32Array(units.street.count)
  for (let grid = 0; grid < grids.count; grid++) {
    const street = units.community.legalParent[grids.community[grid]!]!
    if (street >= 0) counts[street]! += buildings.gridStart[grid + 1]! - buildings.gridStart[grid]!
  }
  const street = counts.indexOf(Math.max(...counts))
  const state = readDraftBase(buildDraftBase(city, units.street.codes[street]!))
  return { state, buildings: state.buildings!.table.ids.length }
}

/** Cuts each grid of the street in its middle, as a hand does that moves the pointer a little each time. */
function* cutGrids({ set, places }: DraftState) {
  const own = [...set.cells.values()].filter(({ id }) => places.get(id) === 'own')
  for (let i = 0; i < CUTS; i++) {
    const { id, shape } = own[i % own.length]!
    const [west, south, east, north] = getShapeBox(shape)
    const x = Math.round(west + (0.3 + 0.4 * (i / CUTS)) * (east - west))
    yield {
      op: 'split' as const,
      grid: id,
      line: [
        [x, south - 500],
        [x, north + 500],
      ] as [number, number][],
      newGrid: -1,
    }
  }
}

/** @param withProposal also who gets which premises, workers and branch: the list beside the map */
function measurePreviews(state: DraftState, withProposal = false): { median: number; p95: number } {
  const times: number[] = []
  for (const operation of cutGrids(state)) {
    const start = performance.now()
    const result = runOperation(state, operation)
    if (withProposal && result.ok) applyProposal(state, operation, result.value)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { median: computeMedian(times), p95: times[Math.floor(0.95 * times.length)] ?? NaN }
}

/** The demo city with half as many buildings again: others stand a few metres beside them. */
function buildCrowdedCity(): CitySnapshot {
  const dataset = generateYancheng()
  const copies = dataset.buildings
    .filter((_, i) => i % 2 === 0)
    .map((building) => ({ ...building, geometry: shiftEast(building.geometry), code: `${building.code}B` }))
  return buildSnapshot({ ...dataset, buildings: [...dataset.buildings, ...copies] })
}

/** About 15 m. */
const SHIFT = 1500

function shiftEast(geometry: BuildingRecord['geometry']): BuildingRecord['geometry'] {
  const shift = ([x, y]: Point): Point => [x + SHIFT, y]
  return geometry.kind === 'point'
    ? { ...geometry, point: shift(geometry.point) }
    : { ...geometry, area: geometry.area.map((polygon) => polygon.map((ring) => ring.map(shift))) }
}

/** The tile with most buildings. */
function findHeaviestTile({ buildings }: CitySnapshot): { tile: TileZxy; count: number } {
  const size = 2 ** (31 - BUILDING_ZOOM)
  const counts = new Map<string, number>()
  for (let row = 0; row < buildings.count; row++) {
    const x = Math.floor(toWorldX(buildings.places.xy[2 * row]!) / size)
    const y = Math.floor(toWorldY(buildings.places.xy[2 * row + 1]!) / size)
    counts.set(`${x} ${y}`, (counts.get(`${x} ${y}`) ?? 0) + 1)
  }
  const [key, count] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))
  const [x, y] = key.split(' ').map(Number)
  return { tile: { z: BUILDING_ZOOM, x: x!, y: y! }, count }
}

const database = await openDatabase({ dataDir: path.join(packageRoot, '.cache/bench') })
await migrate(database)
await ensureDemoCity(database, () => undefined)
const { snapshot } = await loadCity(database, '320900')
await database.close()

const { buildings, grids } = snapshot
const place = time(() => placeInGrids(buildings.places, grids))
const move = time(() => moveToGrids(buildings, grids, grids, new Set([grids.ids[100]!, grids.ids[101]!])))
const { state, buildings: inStreet } = openLargestStreet(snapshot)
const { buildings: _without, ...bare } = state
const { state: crowded, buildings: inCrowdedStreet } = openLargestStreet(buildCrowdedCity())
const { tile, count } = findHeaviestTile(snapshot)
const layers = buildingsLayer.tileLayers(snapshot, BUILDING_ZOOM)
const bytes = encodeTile(tile, layers).length
const rows: [string, { median: number; p95: number }][] = [
  ['all buildings into their grids', place],
  ['two grids changed', move],
  ['preview of a cut, area only (stands still)', measurePreviews(bare)],
  ['preview of a cut, counted by buildings', measurePreviews(state)],
  [`the same with ${inCrowdedStreet} buildings in the street`, measurePreviews(crowded)],
  ['the same with who gets premises, workers and branches', measurePreviews(crowded, true)],
  [
    'borders through buildings in the whole street, first time',
    time(() => findCutBuildings(state, () => true), 1),
  ],
  [
    `heaviest tile of zoom ${BUILDING_ZOOM}, ${Math.round(bytes / 1000)} kB`,
    time(() => encodeTile(tile, layers)),
  ],
]
printTable(
  `Buildings: ${buildings.count} in the city, ${inStreet} in the base of the street with most, ${count} in the tile with most`,
  ['', 'median ms', 'p95 ms'],
  rows.map(([name, { median, p95 }]) => [name, median, p95]),
)
const [all, , area, counted, more, proposed, , heaviest] = rows.map(([, times]) => times)
reportFigures([
  {
    en: `${formatFigure(buildings.count)} buildings placed in their grids`,
    zh: `${formatFigure(buildings.count)} 栋楼归入网格`,
    value: `${formatFigure(all!.median)} ms`,
  },
  {
    en: `preview of a cut counted by buildings, ${formatFigure(inStreet)} and ${formatFigure(inCrowdedStreet)} in the street, median / p95`,
    zh: `切分预览（按楼栋统计，街道内 ${formatFigure(inStreet)} 与 ${formatFigure(inCrowdedStreet)} 栋），中位 / p95`,
    value: [counted!, more!]
      .map(({ median, p95 }) => `${formatFigure(median)} / ${formatFigure(p95)} ms`)
      .join(', '),
    compared: {
      en: `by area: ${formatFigure(area!.median)} / ${formatFigure(area!.p95)} ms`,
      zh: `按面积：${formatFigure(area!.median)} / ${formatFigure(area!.p95)} ms`,
    },
  },
  {
    en: `the same with who gets premises, workers and branches, ${formatFigure(inCrowdedStreet)} buildings in the street, median / p95`,
    zh: `同上，含阵地、人员与党支部的归属，街道内 ${formatFigure(inCrowdedStreet)} 栋，中位 / p95`,
    value: `${formatFigure(proposed!.median)} / ${formatFigure(proposed!.p95)} ms`,
  },
  {
    en: `heaviest tile of buildings, zoom ${BUILDING_ZOOM}`,
    zh: `最重的楼栋瓦片（${BUILDING_ZOOM} 级）`,
    value: `${formatFigure(heaviest!.median)} ms, ${formatFigure(bytes / 1000)} kB`,
  },
])
