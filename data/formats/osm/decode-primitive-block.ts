import { PbfReader } from 'pbf'
import type { OsmBlock, OsmKind, OsmMember, OsmNode, OsmRelation, OsmTags, OsmWay } from './osm-source.ts'

/** A group of objects inside a block: its bytes, and the kinds in it. */
interface Group {
  from: number
  to: number
}

interface Frame {
  strings: string[]
  groups: Group[]
  /** Units of the coordinates and where they begin, in thousand-millionths of a degree. */
  granularity: number
  x: number
  y: number
}

const NANODEGREES_PER_UNIT = 100

/** Kinds by the fields of a PrimitiveGroup: nodes, dense nodes, ways, relations. */
const KIND_OF_FIELD: Readonly<Record<number, OsmKind>> = { 1: 'nodes', 2: 'nodes', 3: 'ways', 4: 'relations' }

/**
 * Decodes a PrimitiveBlock of the PBF format of OpenStreetMap (wiki: "PBF Format", osmformat.proto).
 *
 * @param kinds what is wanted; objects of other kinds are passed over
 * @returns the objects, and every kind that is in the block
 * @throws Error, RangeError on damaged bytes
 */
export function decodePrimitiveBlock(
  bytes: Uint8Array,
  kinds: ReadonlySet<OsmKind>,
): { block: OsmBlock; held: Set<OsmKind> } {
  const frame = readFrame(bytes)
  const held = new Set<OsmKind>()
  const block = { nodes: [] as OsmNode[], ways: [] as OsmWay[], relations: [] as OsmRelation[] }
  const pbf = new PbfReader(bytes)
  for (const { from, to } of frame.groups) {
    pbf.pos = from
    for (let field = pbf.nextField(to); field !== 0; field = pbf.nextField(to)) {
      const kind = KIND_OF_FIELD[field]
      if (kind !== undefined) held.add(kind)
      if (kind === undefined || !kinds.has(kind)) {
        pbf.skip(pbf.type)
        continue
      }
      const end = readEnd(pbf)
      if (field === 1) block.nodes.push(readNode(pbf, end, frame))
      else if (field === 2) readDenseNodes(pbf, end, frame, block.nodes)
      else if (field === 3) block.ways.push(readWay(pbf, end, frame))
      else block.relations.push(readRelation(pbf, end, frame))
      pbf.pos = end
    }
  }
  return { block, held }
}

function readFrame(bytes: Uint8Array): Frame {
  const pbf = new PbfReader(bytes)
  const frame: Frame = { strings: [], groups: [], granularity: NANODEGREES_PER_UNIT, x: 0, y: 0 }
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField()) {
    if (field === 1) {
      const end = readEnd(pbf)
      for (let inner = pbf.nextField(end); inner !== 0; inner = pbf.nextField(end))
        if (inner === 1) frame.strings.push(readText(pbf))
        else pbf.skip(pbf.type)
    } else if (field === 2) {
      const end = readEnd(pbf)
      frame.groups.push({ from: pbf.pos, to: end })
      pbf.pos = end
    } else if (field === 17) frame.granularity = pbf.readVarint()
    else if (field === 19) frame.y = pbf.readVarint(true)
    else if (field === 20) frame.x = pbf.readVarint(true)
    else pbf.skip(pbf.type)
  }
  return frame
}

/** Reads the length of a field; it must end inside the block. */
function readEnd(pbf: PbfReader): number {
  const end = pbf.readVarint() + pbf.pos
  if (!(end <= pbf.length)) throw new RangeError('a field reaches beyond its block')
  return end
}

function readText(pbf: PbfReader): string {
  const end = readEnd(pbf)
  const text = decoder.decode(pbf.buf.subarray(pbf.pos, end))
  pbf.pos = end
  return text
}

const decoder = new TextDecoder()

/** Reads a list of numbers, packed or one alone. */
function readNumbers(pbf: PbfReader, read: () => number): number[] {
  if (pbf.type !== 2) return [read()]
  const end = readEnd(pbf)
  const numbers: number[] = []
  while (pbf.pos < end) numbers.push(read())
  return numbers
}

const readUnsigned = (pbf: PbfReader) => readNumbers(pbf, () => pbf.readVarint())
const readSigned = (pbf: PbfReader) => readNumbers(pbf, () => pbf.readSVarint())

/** Reads numbers, each as the difference to the one before. */
function readDeltas(pbf: PbfReader): number[] {
  let sum = 0
  return readSigned(pbf).map((delta) => (sum += delta))
}

const toUnits = (offset: number, granularity: number, value: number): number =>
  Math.round((offset + granularity * value) / NANODEGREES_PER_UNIT)

function tagsOf(keys: readonly number[], values: readonly number[], strings: readonly string[]): OsmTags {
  const tags: Record<string, string> = {}
  keys.forEach((key, i) => {
    tags[stringAt(strings, key)] = stringAt(strings, values[i])
  })
  return tags
}

function stringAt(strings: readonly string[], index: number | undefined): string {
  const text = index === undefined ? undefined : strings[index]
  if (text === undefined) throw new RangeError('a text is not in the table of its block')
  return text
}

function readNode(pbf: PbfReader, end: number, { strings, granularity, x, y }: Frame): OsmNode {
  const node = { id: 0, x: 0, y: 0, keys: [] as number[], values: [] as number[] }
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) node.id = pbf.readSVarint()
    else if (field === 2) node.keys.push(...readUnsigned(pbf))
    else if (field === 3) node.values.push(...readUnsigned(pbf))
    else if (field === 8) node.y = toUnits(y, granularity, pbf.readSVarint())
    else if (field === 9) node.x = toUnits(x, granularity, pbf.readSVarint())
    else pbf.skip(pbf.type)
  }
  const tags = node.keys.length > 0 ? tagsOf(node.keys, node.values, strings) : null
  return { id: node.id, x: node.x, y: node.y, tags }
}

function readDenseNodes(
  pbf: PbfReader,
  end: number,
  { strings, granularity, x, y }: Frame,
  nodes: OsmNode[],
): void {
  let ids: number[] = []
  let latitudes: number[] = []
  let longitudes: number[] = []
  let keysAndValues: number[] = []
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) ids = readDeltas(pbf)
    else if (field === 8) latitudes = readDeltas(pbf)
    else if (field === 9) longitudes = readDeltas(pbf)
    else if (field === 10) keysAndValues = readUnsigned(pbf)
    else pbf.skip(pbf.type)
  }
  if (latitudes.length !== ids.length || longitudes.length !== ids.length)
    throw new RangeError('nodes without coordinates')
  let at = 0
  ids.forEach((id, i) => {
    let tags: Record<string, string> | null = null
    // pairs of key and value, a 0 after those of each node; no list at all where no node has any
    for (; at < keysAndValues.length && keysAndValues[at] !== 0; at += 2) {
      tags ??= {}
      tags[stringAt(strings, keysAndValues[at])] = stringAt(strings, keysAndValues[at + 1])
    }
    at++
    nodes.push({
      id,
      x: toUnits(x, granularity, longitudes[i] ?? NaN),
      y: toUnits(y, granularity, latitudes[i] ?? NaN),
      tags,
    })
  })
}

function readWay(pbf: PbfReader, end: number, { strings }: Frame): OsmWay {
  const way = { id: 0, keys: [] as number[], values: [] as number[], nodes: [] as number[] }
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) way.id = pbf.readVarint(true)
    else if (field === 2) way.keys = readUnsigned(pbf)
    else if (field === 3) way.values = readUnsigned(pbf)
    else if (field === 8) way.nodes = readDeltas(pbf)
    else pbf.skip(pbf.type)
  }
  return { id: way.id, nodes: way.nodes, tags: tagsOf(way.keys, way.values, strings) }
}

const MEMBER_KINDS: readonly OsmKind[] = ['nodes', 'ways', 'relations']

function readRelation(pbf: PbfReader, end: number, { strings }: Frame): OsmRelation {
  const relation = { id: 0, keys: [] as number[], values: [] as number[] }
  let roles: number[] = []
  let ids: number[] = []
  let kinds: number[] = []
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    if (field === 1) relation.id = pbf.readVarint(true)
    else if (field === 2) relation.keys = readUnsigned(pbf)
    else if (field === 3) relation.values = readUnsigned(pbf)
    else if (field === 8) roles = readUnsigned(pbf)
    else if (field === 9) ids = readDeltas(pbf)
    else if (field === 10) kinds = readUnsigned(pbf)
    else pbf.skip(pbf.type)
  }
  const members = ids.map((id, i): OsmMember => {
    const kind = MEMBER_KINDS[kinds[i] ?? NaN]
    if (kind === undefined) throw new RangeError('a member without a type')
    return { kind, id, role: stringAt(strings, roles[i]) }
  })
  return { id: relation.id, members, tags: tagsOf(relation.keys, relation.values, strings) }
}
