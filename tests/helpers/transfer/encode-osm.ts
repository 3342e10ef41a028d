import { deflateSync } from 'node:zlib'
import { PbfWriter } from 'pbf'
import type { OsmKind, OsmNode, OsmRelation, OsmTags, OsmWay } from '../../../data/formats/osm/osm-source.ts'

export interface OsmObjects {
  nodes: readonly OsmNode[]
  ways: readonly OsmWay[]
  relations: readonly OsmRelation[]
}

const NAMES: Readonly<Record<OsmKind, string>> = { nodes: 'node', ways: 'way', relations: 'relation' }
const KINDS: readonly OsmKind[] = ['nodes', 'ways', 'relations']

const escapeXml = (text: string) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Writes objects as OSM XML 0.6. */
export function encodeOsmXml({ nodes, ways, relations }: OsmObjects): Uint8Array {
  const tagsOf = (tags: OsmTags | null) =>
    Object.entries(tags ?? {})
      .map(([key, value]) => `<tag k="${escapeXml(key)}" v="${escapeXml(value)}"/>`)
      .join('')
  return new TextEncoder().encode(
    [
      '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">',
      ...nodes.map(
        ({ id, x, y, tags }) =>
          `<node id="${id}" lat="${(y / 1e7).toFixed(7)}" lon="${(x / 1e7).toFixed(7)}">${tagsOf(tags)}</node>`,
      ),
      ...ways.map(
        (way) =>
          `<way id="${way.id}">${way.nodes.map((ref) => `<nd ref="${ref}"/>`).join('')}${tagsOf(way.tags)}</way>`,
      ),
      ...relations.map(({ id, members, tags }) => {
        const list = members.map(
          (member) => `<member type="${NAMES[member.kind]}" ref="${member.id}" role="${member.role}"/>`,
        )
        return `<relation id="${id}">${list.join('')}${tagsOf(tags)}</relation>`
      }),
      '</osm>',
    ].join('\n'),
  )
}

export interface PbfOptions {
  /** Whole degrees of a thousand-millionth in one unit; 100 as everybody writes. */
  granularity?: number
  /** Nodes one by one instead of in columns. */
  plainNodes?: boolean
  packing?: 'zlib' | 'raw'
  features?: readonly string[]
}

/** Writes objects as OSM PBF: a block for each kind. */
export function encodeOsmPbf(
  { nodes, ways, relations }: OsmObjects,
  {
    granularity = 100,
    plainNodes = false,
    packing = 'zlib',
    features = ['OsmSchema-V0.6', 'DenseNodes'],
  }: PbfOptions = {},
): Uint8Array {
  const header = new PbfWriter()
  for (const feature of features) header.writeStringField(4, feature)
  const blocks = [
    encodeBlob('OSMHeader', header.finish(), packing),
    ...[
      { nodes, ways: [], relations: [] },
      { nodes: [], ways, relations: [] },
      { nodes: [], ways: [], relations },
    ].map((part) => encodeBlob('OSMData', encodeBlock(part, granularity, plainNodes), packing)),
  ]
  return Uint8Array.from(Buffer.concat(blocks))
}

function encodeBlob(type: string, bytes: Uint8Array, packing: 'zlib' | 'raw'): Uint8Array {
  const blob = new PbfWriter()
  if (packing === 'raw') blob.writeBytesField(1, bytes)
  else {
    blob.writeVarintField(2, bytes.length)
    blob.writeBytesField(3, deflateSync(bytes))
  }
  const body = blob.finish()
  const head = new PbfWriter()
  head.writeStringField(1, type)
  head.writeVarintField(3, body.length)
  const headBytes = head.finish()
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(headBytes.length)
  return Buffer.concat([prefix, headBytes, body])
}

function encodeBlock(
  { nodes, ways, relations }: OsmObjects,
  granularity: number,
  plainNodes: boolean,
): Uint8Array {
  const strings = ['']
  const indexOf = (text: string): number => {
    const known = strings.indexOf(text, 1)
    return known > 0 ? known : strings.push(text) - 1
  }
  const toUnits = (lattice: number) => Math.round((lattice * 100) / granularity)
  const deltas = (values: readonly number[]) => values.map((value, i) => value - (values[i - 1] ?? 0))
  const group = new PbfWriter()
  const writeTags = (pbf: PbfWriter, tags: OsmTags | null) => {
    const entries = Object.entries(tags ?? {})
    if (entries.length === 0) return
    pbf.writePackedVarint(
      2,
      entries.map(([key]) => indexOf(key)),
    )
    pbf.writePackedVarint(
      3,
      entries.map(([, value]) => indexOf(value)),
    )
  }
  if (plainNodes)
    for (const { id, x, y, tags } of nodes)
      group.writeMessage(
        1,
        (_: null, pbf) => {
          pbf.writeSVarintField(1, id)
          writeTags(pbf, tags)
          pbf.writeSVarintField(8, toUnits(y))
          pbf.writeSVarintField(9, toUnits(x))
        },
        null,
      )
  else if (nodes.length > 0)
    group.writeMessage(
      2,
      (_: null, pbf) => {
        pbf.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)))
        pbf.writePackedSVarint(8, deltas(nodes.map(({ y }) => toUnits(y))))
        pbf.writePackedSVarint(9, deltas(nodes.map(({ x }) => toUnits(x))))
        pbf.writePackedVarint(
          10,
          nodes.flatMap(({ tags }) => [
            ...Object.entries(tags ?? {}).flatMap((entry) => entry.map(indexOf)),
            0,
          ]),
        )
      },
      null,
    )
  for (const way of ways)
    group.writeMessage(
      3,
      (_: null, pbf) => {
        pbf.writeVarintField(1, way.id)
        writeTags(pbf, way.tags)
        pbf.writePackedSVarint(8, deltas(way.nodes))
      },
      null,
    )
  for (const { id, members, tags } of relations)
    group.writeMessage(
      4,
      (_: null, pbf) => {
        pbf.writeVarintField(1, id)
        writeTags(pbf, tags)
        pbf.writePackedVarint(
          8,
          members.map(({ role }) => indexOf(role)),
        )
        pbf.writePackedSVarint(9, deltas(members.map((member) => member.id)))
        pbf.writePackedVarint(
          10,
          members.map(({ kind }) => KINDS.indexOf(kind)),
        )
      },
      null,
    )
  const groupBytes = group.finish()
  const block = new PbfWriter()
  block.writeMessage(
    1,
    (_: null, pbf) => {
      for (const text of strings) pbf.writeBytesField(1, new TextEncoder().encode(text))
    },
    null,
  )
  block.writeBytesField(2, groupBytes)
  block.writeVarintField(17, granularity)
  return block.finish()
}
