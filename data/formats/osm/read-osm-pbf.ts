import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { PbfReader } from 'pbf'
import type { FileSource } from '../io/file-source.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { decodePrimitiveBlock } from './decode-primitive-block.ts'
import type { OsmBlock, OsmKind, OsmSource } from './osm-source.ts'

/** Limits of the format: bytes of the head of a block, and of a block, packed or not. */
const MAX_HEAD_BYTES = 64 * 1024
const MAX_BLOCK_BYTES = 32 * 1024 * 1024

/** What a reader has to understand for these files. */
const FEATURES = new Set(['OsmSchema-V0.6', 'DenseNodes'])

const inflateBytes = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate)

interface BlockPlace {
  offset: number
  bytes: number
  /** null: not read yet. */
  held: ReadonlySet<OsmKind> | null
}

/**
 * The PBF format of OpenStreetMap, version 1 (wiki: "PBF Format"): one block at a time is in memory. The first reading
 * finds out which kinds each block holds, later ones leave out blocks that hold none of the wanted.
 */
export function createPbfSource(file: FileSource): OsmSource {
  let places: Promise<BlockPlace[]> | undefined
  return {
    async *readBlocks(kinds) {
      for (const place of await (places ??= listBlocks(file))) {
        if (place.held !== null && ![...place.held].some((kind) => kinds.has(kind))) continue
        const packed = await file.read(place.offset, place.bytes)
        if (packed.length < place.bytes) throw new InvalidFileError('truncated_file', { what: 'OSM PBF' })
        const { block, held } = await decodeBlock(packed, kinds)
        place.held = held
        yield block
      }
    },
  }
}

/** Lists the blocks of data, and checks the head of the file. */
async function listBlocks(file: FileSource): Promise<BlockPlace[]> {
  const places: BlockPlace[] = []
  let hasHead = false
  for (let at = 0; at < file.size;) {
    const prefix = await file.read(at, 4)
    if (prefix.length < 4) throw new InvalidFileError('truncated_file', { what: 'OSM PBF' })
    const headBytes = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0)
    if (headBytes === 0 || headBytes > MAX_HEAD_BYTES) throw broken(`head of ${headBytes} bytes at ${at}`)
    const head = await file.read(at + 4, headBytes)
    const { type, bytes } = guarded(() => readBlobHead(head))
    if (!(bytes >= 0 && bytes <= MAX_BLOCK_BYTES)) throw broken(`block of ${bytes} bytes at ${at}`)
    const offset = at + 4 + headBytes
    if (offset + bytes > file.size) throw new InvalidFileError('truncated_file', { what: 'OSM PBF' })
    if (type === 'OSMHeader') {
      checkFeatures(await unpack(await file.read(offset, bytes)))
      hasHead = true
    } else if (type === 'OSMData') places.push({ offset, bytes, held: null })
    at = offset + bytes
  }
  if (!hasHead) throw broken('no header')
  return places
}

function readBlobHead(bytes: Uint8Array): { type: string; bytes: number } {
  const pbf = new PbfReader(bytes)
  const head = { type: '', bytes: NaN }
  for (let field = pbf.nextField(); field !== 0; field = pbf.nextField())
    if (field === 1) head.type = pbf.readString()
    else if (field === 3) head.bytes = pbf.readVarint()
    else pbf.skip(pbf.type)
  return head
}

function checkFeatures(bytes: Uint8Array): void {
  const pbf = new PbfReader(bytes)
  guarded(() => {
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField())
      if (field !== 4) pbf.skip(pbf.type)
      else {
        const feature = pbf.readString()
        if (!FEATURES.has(feature))
          throw new InvalidFileError('osm_not_supported', { what: feature.slice(0, 60) })
      }
  })
}

/** Fields of a Blob that hold packed data, by the way it is packed. */
const PACKINGS: Readonly<Record<number, string>> = { 4: 'LZMA', 5: 'bzip2', 6: 'LZ4', 7: 'Zstandard' }

async function unpack(blob: Uint8Array): Promise<Uint8Array> {
  const pbf = new PbfReader(blob)
  const found = guarded(() => {
    const parts: { raw?: Uint8Array; zlib?: Uint8Array; other?: string | undefined } = {}
    for (let field = pbf.nextField(); field !== 0; field = pbf.nextField())
      if (field === 1) parts.raw = pbf.readBytes()
      else if (field === 3) parts.zlib = pbf.readBytes()
      else {
        parts.other ??= PACKINGS[field]
        pbf.skip(pbf.type)
      }
    return parts
  })
  if (found.raw) return found.raw
  if (!found.zlib) throw new InvalidFileError('osm_not_supported', { what: found.other ?? 'empty block' })
  try {
    return await inflateBytes(found.zlib, { maxOutputLength: MAX_BLOCK_BYTES })
  } catch (error) {
    throw broken(error instanceof Error ? error.message : 'zlib', error)
  }
}

async function decodeBlock(
  packed: Uint8Array,
  kinds: ReadonlySet<OsmKind>,
): Promise<{ block: OsmBlock; held: ReadonlySet<OsmKind> }> {
  const bytes = await unpack(packed)
  return guarded(() => decodePrimitiveBlock(bytes, kinds))
}

/** Turns what the decoder throws on damaged bytes into one reason. */
function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof InvalidFileError) throw error
    throw broken(error instanceof Error ? error.message : 'unknown', error)
  }
}

const broken = (what: string, cause?: unknown): InvalidFileError =>
  new InvalidFileError('osm_broken', { what: what.slice(0, 120) }, { cause })
