import {
  type AttributeValue,
  BATCH_ROWS,
  type RawFeature,
  type RawGeometry,
  type RowProblem,
} from '../model/format.ts'
import { joinRings } from './join-rings.ts'
import { createNodeWishes, type NodePlaces } from './node-places.ts'
import type { OsmLayer } from './osm-layers.ts'
import type { OsmKind, OsmRelation, OsmSource, OsmTags, OsmWay } from './osm-source.ts'

const only = (...kinds: OsmKind[]): ReadonlySet<OsmKind> => new Set(kinds)

type Place = readonly [longitude: number, latitude: number]

/** A relation of areas, and the nodes of its ways, as far as the file holds them. */
interface Multipolygon extends OsmRelation {
  ways: Map<number, readonly number[]>
}

/**
 * Reads the rows of one layer: nodes, ways, then multipolygons, which are put together from their ways. The file is read
 * four times, because a way knows its nodes by number only: what is kept meanwhile are the places of the nodes that the
 * layer needs, and the ways of multipolygons.
 */
export async function* readOsmFeatures(source: OsmSource, layer: OsmLayer): AsyncGenerator<RawFeature[]> {
  const rows = createRowCollector(layer)
  const relations = layer.shape === 'line' ? [] : await findMultipolygons(source, layer)
  const memberOf = new Map<number, Multipolygon[]>()
  const outlines = new Set<number>()
  for (const relation of relations)
    for (const { kind, id, role } of relation.members) {
      if (kind !== 'ways') continue
      const owners = memberOf.get(id)
      if (owners === undefined) memberOf.set(id, [relation])
      else owners.push(relation)
      if (role !== 'inner') outlines.add(id)
    }

  const wishes = createNodeWishes()
  for await (const { ways } of source.readBlocks(only('ways')))
    for (const way of ways) {
      const owners = memberOf.get(way.id) ?? []
      for (const relation of owners) relation.ways.set(way.id, way.nodes)
      if (owners.length > 0 || layer.accepts(way.tags)) wishes.add(way.nodes)
    }

  const places = wishes.finish()
  for await (const { nodes } of source.readBlocks(only('nodes'))) {
    for (const { id, x, y, tags } of nodes) {
      places.set(id, x, y)
      if (layer.shape === 'place' && tags !== null && layer.accepts(tags))
        rows.add(`n${id}`, tags, { geometry: { kind: 'points', points: [[x / 1e7, y / 1e7]] }, problems: [] })
    }
    yield* rows.takeBunches()
  }

  for await (const { ways } of source.readBlocks(only('ways'))) {
    for (const way of ways)
      // the outline of a multipolygon of the layer is the same thing again
      if (layer.accepts(way.tags) && !outlines.has(way.id))
        rows.add(`w${way.id}`, way.tags, shapeOfWay(way, layer, places))
    yield* rows.takeBunches()
  }

  for (const relation of relations) {
    rows.add(`r${relation.id}`, relation.tags, shapeOfRelation(relation, layer, places))
    yield* rows.takeBunches()
  }
  yield* rows.takeRest()
}

async function findMultipolygons(source: OsmSource, layer: OsmLayer): Promise<Multipolygon[]> {
  const found: Multipolygon[] = []
  for await (const { relations } of source.readBlocks(only('relations')))
    for (const relation of relations) {
      const { type } = relation.tags
      if ((type === 'multipolygon' || type === 'boundary') && layer.accepts(relation.tags))
        found.push({ ...relation, ways: new Map() })
    }
  return found
}

interface Shaped {
  geometry: RawGeometry | null
  problems: RowProblem[]
}

const refuse = (code: RowProblem['code'], details: RowProblem['details'] = {}): Shaped => ({
  geometry: null,
  problems: [{ code, details }],
})

function shapeOfWay({ nodes, tags }: OsmWay, layer: OsmLayer, places: NodePlaces): Shaped {
  const found = nodes.map((id) => places.get(id))
  const line = found.filter((place) => place !== undefined)
  if (line.length < found.length) return refuse('osm_nodes_missing', { count: found.length - line.length })
  const isClosed = nodes.length > 3 && nodes[0] === nodes.at(-1)
  if (layer.shape === 'line' || !layer.isArea(tags))
    return { geometry: { kind: 'lines', lines: [line] }, problems: [] }
  if (layer.shape === 'place') return toPlace(line)
  if (!isClosed) return refuse('osm_ring_open')
  return { geometry: { kind: 'areas', polygons: [[line]], sorted: true }, problems: [] }
}

function shapeOfRelation({ members, ways }: Multipolygon, layer: OsmLayer, places: NodePlaces): Shaped {
  const wanted = new Set(
    members.filter(({ kind, role }) => kind === 'ways' && isBorder(role)).map(({ id }) => id),
  )
  const lines = [...wanted].map((id) => ways.get(id))
  const missing = lines.filter((line) => line === undefined).length
  if (missing > 0) return refuse('osm_ways_missing', { count: missing })
  const { rings, isOpen } = joinRings(lines.filter((line) => line !== undefined))
  if (isOpen || rings.length === 0) return refuse('osm_ring_open')
  const placed = rings.map((ring) => ring.map((id) => places.get(id)))
  const gone = placed.flat().filter((place) => place === undefined).length
  if (gone > 0) return refuse('osm_nodes_missing', { count: gone })
  const found = placed.map((ring) => ring.filter((place) => place !== undefined))
  if (layer.shape === 'place') return toPlace(found.flat())
  // roles are often wrong: how the rings lie in each other tells which are holes
  return {
    geometry: { kind: 'areas', polygons: found.map((ring) => [closeRing(ring)]), sorted: false },
    problems: [],
  }
}

/** The last place of a ring is its first again. */
const closeRing = (ring: readonly Place[]): readonly Place[] => [...ring, ...ring.slice(0, 1)]

/** Other roles are points inside: a label, the seat of an administration. */
const isBorder = (role: string) => role === '' || role === 'outer' || role === 'inner' || role === 'exclave'

/** The middle of the box around places. */
function toPlace(line: readonly Place[]): Shaped {
  if (line.length === 0) return refuse('osm_ring_open')
  const middle = (axis: 0 | 1) => {
    let [least, most] = [Infinity, -Infinity]
    for (const place of line) {
      least = Math.min(least, place[axis])
      most = Math.max(most, place[axis])
    }
    return (least + most) / 2
  }
  return { geometry: { kind: 'points', points: [[middle(0), middle(1)]] }, problems: [] }
}

function createRowCollector({ columns }: OsmLayer) {
  let rows: RawFeature[] = []
  let count = 0
  const names = Object.entries(columns)
  return {
    add(id: string, tags: OsmTags, { geometry, problems }: Shaped): void {
      const properties: Record<string, AttributeValue> = { osm_id: id }
      for (const [column, valueOf] of names) properties[column] = valueOf(tags)
      rows.push({ row: ++count, properties, geometry, problems })
    },
    *takeBunches(): Generator<RawFeature[]> {
      while (rows.length >= BATCH_ROWS) yield rows.splice(0, BATCH_ROWS)
    },
    *takeRest(): Generator<RawFeature[]> {
      if (rows.length > 0) yield rows.splice(0)
      rows = []
    },
  }
}
