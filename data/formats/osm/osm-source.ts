/** What a file of OpenStreetMap is made of, as readers of both its forms hand it on. */

export type OsmTags = Readonly<Record<string, string>>

export type OsmKind = 'nodes' | 'ways' | 'relations'

export interface OsmNode {
  id: number
  /** Lattice x, y: both count tenths of a millionth of a degree. */
  x: number
  y: number
  /** null: it has none, as most nodes. */
  tags: OsmTags | null
}

export interface OsmWay {
  id: number
  /** Ids of its nodes, in order. */
  nodes: readonly number[]
  tags: OsmTags
}

export interface OsmMember {
  kind: OsmKind
  id: number
  role: string
}

export interface OsmRelation {
  id: number
  members: readonly OsmMember[]
  tags: OsmTags
}

/** Some thousand objects, as they stand together in the file. */
export interface OsmBlock {
  nodes: readonly OsmNode[]
  ways: readonly OsmWay[]
  relations: readonly OsmRelation[]
}

export interface OsmSource {
  /**
   * Reads the objects of some kinds, in the order of the file; may be asked for again.
   *
   * @throws InvalidFileError on a damaged file
   */
  readBlocks(kinds: ReadonlySet<OsmKind>): AsyncIterable<OsmBlock>
}
