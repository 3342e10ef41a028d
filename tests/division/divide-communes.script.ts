import { writeFileSync } from 'node:fs'
import type {
  DivisionBuilding,
  DivisionInput,
  DivisionLine,
  LineKind,
} from '#shared/division/division-input.ts'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { selectLinesNear } from '#shared/division/read-division-lines.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { type MultiPolygon, type Point, snapToLattice } from '#shared/geometry/lattice.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { osmReader } from '../../data/formats/osm/read-osm.ts'
import type { RawFeature, RawPosition } from '../../data/formats/model/format.ts'
import { openFileSource } from '../../data/formats/io/file-source.ts'
import { repairPolygons } from '../../api/transfer/import/geometry/repair-polygons.ts'
import { drawTiles, type ProposalTile } from './draw-proposal.ts'

/**
 * npx tsx tests/division/divide-communes.script.ts FILE.osm.pbf [LEVEL [PICTURE.svg]]: divides the communes of a file of
 * OpenStreetMap, each into grids of about 40 buildings of one household each, at ±10 %. Real streets and houses, with touching
 * walls and land in several parts; nothing of the file is kept.
 */
const print = (line: string) => process.stdout.write(`${line}\n`)
const [file, level = '8', picture] = process.argv.slice(2)
if (file === undefined) throw new Error('which file?')
const BUILDINGS_PER_GRID = 40
const ROADS: Record<string, LineKind> = {
  motorway: 'main',
  trunk: 'main',
  primary: 'main',
  secondary: 'main',
  tertiary: 'street',
  unclassified: 'street',
  residential: 'street',
  living_street: 'street',
  service: 'lane',
  track: 'lane',
  footway: 'lane',
  path: 'lane',
}

const opened = await osmReader.open(await openFileSource(file), {})
async function readLayer(name: string): Promise<RawFeature[]> {
  const layer = opened.layers.find((each) => each.name === name)
  const rows: RawFeature[] = []
  if (layer) for await (const batch of layer.features()) rows.push(...batch)
  return rows
}
const toPoint = ([x = NaN, y = NaN]: RawPosition): Point => snapToLattice(x, y)
const toShape = ({ geometry }: RawFeature): MultiPolygon =>
  geometry?.kind === 'areas'
    ? (repairPolygons(
        geometry.polygons.map((polygon) => polygon.map((ring) => ring.map(toPoint))),
        geometry.sorted,
      ).area ?? [])
    : []

const lines: DivisionLine[] = []
for (const { geometry, properties } of [...(await readLayer('roads')), ...(await readLayer('waterways'))]) {
  const kind =
    properties['highway'] === undefined
      ? properties['waterway'] === 'river' || geometry?.kind === 'areas'
        ? 'water'
        : 'lane'
      : (ROADS[String(properties['highway']).replace(/_link$/, '')] ?? 'lane')
  const parts =
    geometry?.kind === 'lines' ? geometry.lines : geometry?.kind === 'areas' ? geometry.polygons.flat() : []
  for (const part of parts) if (part.length > 1) lines.push({ kind, points: part.map(toPoint) })
}
const buildings = (await readLayer('buildings')).flatMap((feature): DivisionBuilding[] => {
  const footprint = toShape(feature).filter(([outer]) => outer !== undefined && outer.length > 2)
  if (footprint.length === 0) return []
  const places = computeLabelPoints(toFlatPolygons([footprint]))
  return [
    { households: 1, footprint, place: [itemAt([...places], 0), itemAt([...places], 1)], compound: null },
  ]
})

let [kept, divided, borderM, lineM] = [0, 0, 0, 0]
const tiles: ProposalTile[] = []
for (const commune of await readLayer(`boundaries_${level}`)) {
  const shape = toShape(commune)
  const inside = buildings.filter(({ place }) => isPointInShape(shape, place))
  const count = Math.round(inside.length / BUILDINGS_PER_GRID)
  const name = String(commune.properties['name'])
  if (count < 2) continue
  const input: DivisionInput = {
    grids: [{ id: 1, shape }],
    buildings: inside,
    lines: selectLinesNear(lines, getShapeBox(shape)),
    count,
    tolerance: 0.1,
    keepsCompounds: false,
    seed: 1,
  }
  const start = process.cpuUsage()
  const result = proposeDivision(input, {
    styles: ['lines'],
    newIds: Array.from({ length: count }, (_, i) => -1 - i),
  })
  const seconds = process.cpuUsage(start).user / 1e6
  divided++
  if (!result.ok) {
    print(`${name}: ${inside.length} buildings, ${count} grids: ${result.reason}`)
    continue
  }
  const proposal = itemAt(result.proposals, 0)
  const { figures } = proposal
  if (figures.inBand === count) kept++
  borderM += figures.borderM
  lineM += figures.lineShare * figures.borderM
  tiles.push({ name, input, proposal })
  print(
    `${name}: ${inside.length} buildings, ${count} grids, ${figures.inBand} in the band (±${(100 * figures.spread).toFixed(1)} %), ` +
      `${(100 * figures.lineShare).toFixed(0)} % along water and roads, ${figures.bites} bites, ${seconds.toFixed(1)} s`,
  )
}
await opened.close()
print(
  `${kept} of ${divided} communes have every grid within ±10 %; ${((100 * lineM) / borderM).toFixed(1)} % of the borders run along water and roads`,
)
if (picture !== undefined) writeFileSync(picture, drawTiles(tiles))
