import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import { writeWktCrs } from '../../coordinates/write-wkt-crs.ts'
import type { FormatId } from '../model/format.ts'
import { encodeText } from '../text/encode-text.ts'
import type { FormatWriter, WriteLayer, WriteRequest } from '../model/writer.ts'
import { type NewArchiveEntry, writeArchive } from '../zip/write-archive.ts'
import { buildDbfHeader, buildDbfRecord, planDbf } from './write-dbf.ts'
import { SHP_TYPE, buildShpHeader, buildShpRecord } from './write-shp.ts'

/** A zip with .shp, .shx, .dbf, .prj and .cpg for each layer; a layer with shapes of several kinds becomes one of each kind. */
export const shapefileWriter: FormatWriter<FormatId> = {
  id: 'shapefile',
  label: 'Shapefile (zip)',
  extension: '.shp.zip',
  mediaType: 'application/zip',
  many: true,
  tables: false,
  async write({ layers, system, encoding, metadata, path, signal }: WriteRequest) {
    const entries: NewArchiveEntry[] = []
    const day = String(metadata['exportedOn'] ?? '2000-01-01')
    for (const layer of layers.flatMap(byKind))
      entries.push(...(await layerEntries(layer, system, encoding, day)))
    entries.push({
      name: 'metadata.json',
      content: () => encodeText(JSON.stringify(metadata, null, 2), 'utf-8'),
    })
    await writeArchive(path, entries, signal)
  },
}

function byKind(layer: WriteLayer): WriteLayer[] {
  if (layer.geometry !== 'mixed') return [layer]
  return (layer.kinds ?? []).map((kind) => ({
    ...layer,
    name: `${layer.name}_${kind}`,
    geometry: kind,
    async *rows() {
      for await (const rows of layer.rows()) yield rows.filter(({ shape }) => shape?.kind === kind)
    },
  }))
}

async function layerEntries(
  layer: WriteLayer,
  system: CoordinateSystem,
  encoding: 'utf-8' | 'gb18030',
  day: string,
): Promise<NewArchiveEntry[]> {
  const type = layer.geometry === 'mixed' ? SHP_TYPE.none : SHP_TYPE[layer.geometry]
  const plan = await planDbf(layer, encoding)
  // lengths and boxes stand in the heads, before the records: they are found in a pass of their own
  const lengths: number[] = []
  let box: [number, number, number, number] | null = null
  for await (const rows of layer.rows()) {
    for (const { shape } of rows) {
      const record = buildShpRecord(shape, system)
      lengths.push(record.content.length)
      const own = record.box
      if (own)
        box = box
          ? [
              Math.min(box[0], own[0]),
              Math.min(box[1], own[1]),
              Math.max(box[2], own[2]),
              Math.max(box[3], own[3]),
            ]
          : own
    }
  }
  const shpBytes = lengths.reduce((sum, length) => sum + 8 + length, 100)
  return [
    { name: `${layer.name}.shp`, content: () => shp(layer, system, buildShpHeader(shpBytes, type, box)) },
    {
      name: `${layer.name}.shx`,
      content: () => shx(lengths, buildShpHeader(100 + 8 * lengths.length, type, box)),
    },
    {
      name: `${layer.name}.dbf`,
      content: async function* () {
        yield buildDbfHeader(plan, encoding, day)
        for await (const rows of layer.rows())
          for (const { values } of rows) yield buildDbfRecord(plan, values, encoding)
        yield Uint8Array.of(0x1a)
      },
    },
    { name: `${layer.name}.prj`, content: () => encodeText(writeWktCrs(system), 'utf-8') },
    { name: `${layer.name}.cpg`, content: () => encodeText(encoding === 'utf-8' ? 'UTF-8' : 'GBK', 'utf-8') },
  ]
}

async function* shp(
  layer: WriteLayer,
  system: CoordinateSystem,
  header: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield header
  let number = 0
  for await (const rows of layer.rows()) {
    for (const { shape } of rows) {
      const { content } = buildShpRecord(shape, system)
      yield frame(++number, content.length)
      yield content
    }
  }
}

function* shxRecords(lengths: readonly number[]): Generator<Uint8Array> {
  let at = 100
  for (const length of lengths) {
    const entry = new Uint8Array(8)
    const view = new DataView(entry.buffer)
    view.setInt32(0, at / 2, false)
    view.setInt32(4, length / 2, false)
    yield entry
    at += 8 + length
  }
}

async function* shx(lengths: readonly number[], header: Uint8Array): AsyncGenerator<Uint8Array> {
  yield header
  yield* shxRecords(lengths)
}

function frame(number: number, length: number): Uint8Array {
  const head = new Uint8Array(8)
  const view = new DataView(head.buffer)
  view.setInt32(0, number, false)
  view.setInt32(4, length / 2, false)
  return head
}
