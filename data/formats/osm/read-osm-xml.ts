import { snapToLattice } from '#shared/geometry/lattice.ts'
import type { FileSource } from '../io/file-source.ts'
import { decodeStream } from '../text/text-stream.ts'
import { readXml, type XmlHandler } from '../xml/read-xml.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { OsmKind, OsmMember, OsmNode, OsmRelation, OsmSource, OsmWay } from './osm-source.ts'

/** Objects that are handed on together. */
const OBJECTS_PER_BLOCK = 4000

const KINDS: Readonly<Record<string, OsmKind>> = { node: 'nodes', way: 'ways', relation: 'relations' }

/** What no way or relation of OpenStreetMap has: the editing API allows 2,000 nodes and 32,000 members. */
const MAX_PARTS = 200_000

/** OSM XML 0.6. Deleted objects are left out. */
export function createXmlSource(file: FileSource): OsmSource {
  return {
    async *readBlocks(kinds) {
      let block = createBlock()
      const collector = createCollector(kinds, () => block)
      for await (const _ of readXml(decodeStream(file.stream(), 'utf-8'), collector, 'osm_broken')) {
        if (block.nodes.length + block.ways.length + block.relations.length < OBJECTS_PER_BLOCK) continue
        yield block
        block = createBlock()
      }
      yield block
    },
  }
}

interface GrowingBlock {
  nodes: OsmNode[]
  ways: OsmWay[]
  relations: OsmRelation[]
}

const createBlock = (): GrowingBlock => ({ nodes: [], ways: [], relations: [] })

function createCollector(kinds: ReadonlySet<OsmKind>, blockOf: () => GrowingBlock): XmlHandler {
  let current: { kind: OsmKind; id: number; x: number; y: number; isDeleted: boolean } | null = null
  let tags: Record<string, string> = {}
  let nodes: number[] = []
  let members: OsmMember[] = []
  const open = (kind: OsmKind, attributes: Readonly<Record<string, string>>) => {
    const isDeleted = attributes['visible'] === 'false' || attributes['action'] === 'delete'
    const [x, y] =
      kind === 'nodes' && !isDeleted
        ? snapToLattice(numberOf(attributes, 'lon'), numberOf(attributes, 'lat'))
        : [0, 0]
    current = { kind, id: numberOf(attributes, 'id'), x, y, isDeleted }
    tags = {}
    nodes = []
    members = []
  }
  return {
    open(name, attributes) {
      const kind = KINDS[name]
      if (kind !== undefined) {
        if (kinds.has(kind)) open(kind, attributes)
      } else if (current === null) return
      else if (name === 'tag') tags[String(attributes['k'] ?? '')] = String(attributes['v'] ?? '')
      else if (name === 'nd') nodes.push(numberOf(attributes, 'ref'))
      else if (name === 'member') {
        const of = KINDS[String(attributes['type'])]
        if (of !== undefined)
          members.push({ kind: of, id: numberOf(attributes, 'ref'), role: attributes['role'] ?? '' })
      }
      if (nodes.length > MAX_PARTS || members.length > MAX_PARTS)
        throw new InvalidFileError('osm_broken', { what: `> ${MAX_PARTS}` })
    },
    text: () => undefined,
    close(name) {
      if (current === null || KINDS[name] !== current.kind) return
      const { kind, id, x, y, isDeleted } = current
      current = null
      if (isDeleted) return
      const block = blockOf()
      if (kind === 'nodes') block.nodes.push({ id, x, y, tags: Object.keys(tags).length > 0 ? tags : null })
      else if (kind === 'ways') block.ways.push({ id, nodes, tags })
      else block.relations.push({ id, members, tags })
    },
  }
}

function numberOf(attributes: Readonly<Record<string, string>>, name: string): number {
  const text = attributes[name]
  const value = text === undefined || text.trim() === '' ? NaN : Number(text)
  if (!Number.isFinite(value))
    throw new InvalidFileError('osm_broken', { what: `${name}="${(text ?? '').slice(0, 40)}"` })
  return value
}
