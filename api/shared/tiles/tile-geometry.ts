import Flatbush from 'flatbush'
import type { FlatLines } from '../geometry/flat-lines.ts'
import { type FlatPolygons, getPointRange } from '../geometry/flat-polygons.ts'
import { computeLabelPoints } from '../geometry/shapes/label-points.ts'
import { deduplicateVertices } from '../geometry/topology/deduplicate-vertices.ts'
import { simplifyChain } from './simplify-chain.ts'
import { computeVertexZooms } from './vertex-zooms.ts'
import { toWorld } from './world-coordinates.ts'

/**
 * Geometry of one table prepared for tiles: world coordinates, minimum zoom of every point, spatial index of
 * the features.
 */
export type TileGeometry = PolygonTileGeometry | LineTileGeometry | PointTileGeometry

export interface PolygonTileGeometry extends PolygonPoints {
  kind: 'polygon'
  count: number
  polygons: FlatPolygons
  /** The points that are drawn up to COARSE_ZOOM, for tiles that contain the whole city. */
  coarse: PolygonPoints & Pick<FlatPolygons, 'ringStart'>
  index: Flatbush
}

interface PolygonPoints {
  /** Interleaved world x, y, parallel to the points of the rings. */
  world: Int32Array
  /** Smallest zoom at which each point is drawn. */
  zooms: Uint8Array
}

export const COARSE_ZOOM = 9

export interface LineTileGeometry {
  kind: 'line'
  count: number
  lines: FlatLines
  world: Int32Array
  zooms: Uint8Array
  index: Flatbush
}

export interface PointTileGeometry {
  kind: 'point'
  count: number
  /** Interleaved lattice x, y. */
  xy: Int32Array
  world: Int32Array
  index: Flatbush
}

/** Label points of another geometry, computed when first drawn: a city view labels few of its grids. */
export interface LabelTileGeometry {
  kind: 'label'
  count: number
  /** Boxes of the features. */
  index: Flatbush
  /** Interleaved world x, y of the label points computed so far. */
  world: Int32Array
  found: Uint8Array
  polygons: FlatPolygons
}

/** Prepares polygons for tiles. */
export function buildPolygonTileGeometry(polygons: FlatPolygons): PolygonTileGeometry {
  const steps = buildPolygonTileGeometryInSteps(polygons)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * As `buildPolygonTileGeometry`, in steps of a few tens of milliseconds: all grids of a city take tenths of a
 * second, during which a server must answer other requests.
 */
export function* buildPolygonTileGeometryInSteps(
  polygons: FlatPolygons,
): Generator<void, PolygonTileGeometry> {
  const count = polygons.featureStart.length - 1
  const vertices = deduplicateVertices(polygons.xy)
  yield
  const worldOf = toWorld(vertices.xyOf)
  yield
  const zoomOf = computeVertexZooms(vertices, polygons.ringStart, worldOf)
  yield
  const world = new Int32Array(polygons.xy.length)
  const zooms = new Uint8Array(world.length / 2)
  for (let i = 0; i < zooms.length; i++) {
    const vertex = vertices.vertexOf[i] ?? 0
    world[2 * i] = worldOf[2 * vertex] ?? 0
    world[2 * i + 1] = worldOf[2 * vertex + 1] ?? 0
    zooms[i] = zoomOf[vertex] ?? 0
  }
  const coarse = selectCoarsePoints(polygons.ringStart, world, zooms)
  yield
  return { kind: 'polygon', count, polygons, world, zooms, coarse, index: buildFeatureIndex(polygons, world) }
}

/**
 * Prepares small polygons, such as the footprints of buildings, for tiles of the deepest zooms: every point is drawn, and
 * none is compared with another.
 *
 * @param places interleaved lattice x, y of one point for each feature, which stands in the index for one without polygons
 * @returns the polygons, and the points with the same index
 */
export function buildFootprintTileGeometry(
  polygons: FlatPolygons,
  places: Int32Array,
): { mesh: PolygonTileGeometry; points: PointTileGeometry } {
  const world = toWorld(polygons.xy)
  const placesInWorld = toWorld(places)
  const count = polygons.featureStart.length - 1
  const index = new Flatbush(Math.max(count, 1), 16, Int32Array)
  for (let feature = 0; feature < count; feature++) {
    const [from, to] = getPointRange(polygons, feature)
    let west = placesInWorld[2 * feature] ?? 0
    let north = placesInWorld[2 * feature + 1] ?? 0
    let [east, south] = [west, north]
    for (let i = from; i < to; i++) {
      const [x, y] = [world[2 * i] ?? 0, world[2 * i + 1] ?? 0]
      if (x < west) west = x
      if (x > east) east = x
      if (y < north) north = y
      if (y > south) south = y
    }
    index.add(west, north, east, south)
  }
  if (count === 0) index.add(0, 0, 0, 0)
  index.finish()
  return {
    mesh: {
      kind: 'polygon',
      count,
      polygons,
      world,
      zooms: new Uint8Array(world.length / 2),
      coarse: {
        ringStart: new Uint32Array(polygons.ringStart.length),
        world: new Int32Array(0),
        zooms: new Uint8Array(0),
      },
      index,
    },
    points: { kind: 'point', count, xy: places, world: placesInWorld, index },
  }
}

/** Builds the spatial index of the polygons. */
export function buildFeatureIndex(polygons: FlatPolygons, world: Int32Array): Flatbush {
  return boxIndex(polygons.featureStart.length - 1, world, (feature) => getPointRange(polygons, feature))
}

/** Selects the points that are drawn up to COARSE_ZOOM. */
export function selectCoarsePoints(
  ringStart: Uint32Array,
  world: Int32Array,
  zooms: Uint8Array,
): PolygonTileGeometry['coarse'] {
  let total = 0
  for (let i = 0; i < zooms.length; i++) if ((zooms[i] ?? 0) <= COARSE_ZOOM) total++
  const coarse = {
    ringStart: new Uint32Array(ringStart.length),
    world: new Int32Array(total * 2),
    zooms: new Uint8Array(total),
  }
  let points = 0
  for (let ring = 0; ring + 1 < ringStart.length; ring++) {
    for (let i = ringStart[ring] ?? 0; i < (ringStart[ring + 1] ?? 0); i++) {
      if ((zooms[i] ?? 0) > COARSE_ZOOM) continue
      coarse.world[2 * points] = world[2 * i] ?? 0
      coarse.world[2 * points + 1] = world[2 * i + 1] ?? 0
      coarse.zooms[points++] = zooms[i] ?? 0
    }
    coarse.ringStart[ring + 1] = points
  }
  return coarse
}

/** Prepares lines for tiles. */
export function buildLineTileGeometry(lines: FlatLines): LineTileGeometry {
  const world = toWorld(lines.xy)
  const count = lines.lineStart.length - 1
  const zooms = new Uint8Array(world.length / 2)
  const points = new Uint32Array(zooms.length)
  for (let i = 0; i < points.length; i++) points[i] = i
  for (let line = 0; line < count; line++) {
    const chain = points.subarray(lines.lineStart[line], lines.lineStart[line + 1])
    simplifyChain(chain, chain.length, world, zooms)
  }
  return {
    kind: 'line',
    count,
    lines,
    world,
    zooms,
    index: boxIndex(count, world, (l) => [lines.lineStart[l] ?? 0, lines.lineStart[l + 1] ?? 0]),
  }
}

/** Prepares points for tiles. */
export function buildPointTileGeometry(xy: Int32Array): PointTileGeometry {
  const world = toWorld(xy)
  const count = xy.length / 2
  return { kind: 'point', count, xy, world, index: boxIndex(count, world, (point) => [point, point + 1]) }
}

/** Creates the label points of polygons; they are computed on demand. */
export function createLabelTileGeometry({ count, index, polygons }: PolygonTileGeometry): LabelTileGeometry {
  return {
    kind: 'label',
    count,
    index,
    polygons,
    world: new Int32Array(count * 2),
    found: new Uint8Array(count),
  }
}

/** Computes the label point of a feature into `world`, unless done already. */
export function ensureLabelPoint({ polygons, world, found }: LabelTileGeometry, feature: number): void {
  if (found[feature] === 1) return
  const lattice = computeLabelPoints({
    ...polygons,
    featureStart: polygons.featureStart.subarray(feature, feature + 2),
  })
  world.set(toWorld(lattice), 2 * feature)
  found[feature] = 1
}

/**
 * Builds a spatial index; a feature without points gets an empty box at the corner of the world, where no
 * city lies.
 */
function boxIndex(
  count: number,
  world: Int32Array,
  rangeOf: (feature: number) => [number, number],
): Flatbush {
  const index = new Flatbush(Math.max(count, 1), 16, Int32Array)
  for (let feature = 0; feature < count; feature++) {
    const [from, to] = rangeOf(feature)
    if (from === to) {
      index.add(0, 0, 0, 0)
      continue
    }
    let west = world[2 * from] ?? 0
    let east = west
    let north = world[2 * from + 1] ?? 0
    let south = north
    for (let i = from + 1; i < to; i++) {
      const x = world[2 * i] ?? 0
      const y = world[2 * i + 1] ?? 0
      if (x < west) west = x
      else if (x > east) east = x
      if (y < north) north = y
      else if (y > south) south = y
    }
    index.add(west, north, east, south)
  }
  if (count === 0) index.add(0, 0, 0, 0)
  index.finish()
  return index
}
