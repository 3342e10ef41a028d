import { rm } from 'node:fs/promises'
import type { Box } from '#shared/geometry/lattice.ts'
import { openFileSource } from '../io/file-source.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatId } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import type { FormatWriter, WriteRequest } from '../model/writer.ts'
import { encodeFlatgeobufFeature } from './encode-flatgeobuf-feature.ts'
import { encodeFlatgeobufHeader } from './encode-flatgeobuf-header.ts'
import { encodePackedRtree, computeExtent, sortByHilbertIndex } from './packed-rtree.ts'
import { MAGIC } from './schema.ts'

/** Children of a node of the index; 16 is the default of the format. */
const NODE_SIZE = 16

/** FlatGeobuf 3 with its spatial index: features are stored along a Hilbert curve, not in the order of the rows. */
export const flatgeobufWriter: FormatWriter<FormatId> = {
  id: 'flatgeobuf',
  label: 'FlatGeobuf',
  extension: '.fgb',
  mediaType: 'application/flatgeobuf',
  many: false,
  tables: false,
  write: async (request) => {
    // the index stands before the features, and their sizes are known only when all are encoded
    const features = `${request.path}.features`
    try {
      const items: StoredFeature[] = []
      await writeChunks(features, encodeFeatures(request, items), request.signal)
      await writeChunks(request.path, assembleFile(request, features, items), request.signal)
    } finally {
      await rm(features, { force: true })
    }
  },
}

/** Position and size of an encoded feature in the temporary file, in bytes. */
interface StoredFeature {
  box: Box | null
  at: number
  length: number
}

/** Encodes the rows in their order, and appends the position of each feature to `items`. */
async function* encodeFeatures(
  { layers: [layer], system }: WriteRequest,
  items: StoredFeature[],
): AsyncGenerator<Uint8Array> {
  if (!layer) throw new Error('a FlatGeobuf file holds one layer')
  const project = createPointProjector(system)
  let at = 0
  for await (const rows of layer.rows()) {
    for (const { values, shape } of rows) {
      const { bytes, box } = encodeFlatgeobufFeature(values, shape, layer.fields, project)
      items.push({ box, at, length: bytes.length })
      at += bytes.length
      yield bytes
    }
  }
}

async function* assembleFile(
  { layers: [layer], system, metadata }: WriteRequest,
  featuresPath: string,
  items: readonly StoredFeature[],
): AsyncGenerator<Uint8Array> {
  if (!layer) throw new Error('a FlatGeobuf file holds one layer')
  const box = computeExtent(items.map((item) => item.box))
  const nodeSize = box ? NODE_SIZE : 0
  const sorted = sortByHilbertIndex(items)
  yield MAGIC
  yield encodeFlatgeobufHeader(layer, { count: items.length, box, nodeSize }, system, metadata)
  if (nodeSize > 0) {
    let offset = 0
    const leaves = sorted.map((item) => {
      const leaf = { box: item.box, offset }
      offset += item.length
      return leaf
    })
    yield encodePackedRtree(leaves, nodeSize)
  }
  const features = await openFileSource(featuresPath)
  try {
    for (const { at, length } of sorted) yield await features.read(at, length)
  } finally {
    await features.close()
  }
}
