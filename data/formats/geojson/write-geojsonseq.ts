import { wgs84 } from '../../coordinates/geographic-systems.ts'
import type { FormatId } from '../model/format.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteLayer } from '../model/writer.ts'
import { formatGeojsonFeature } from './write-geojson.ts'

/** A feature on each line; there is no place to name a system, so it is WGS 84. */
export const geojsonseqWriter: FormatWriter<FormatId> = {
  id: 'geojsonseq',
  label: 'GeoJSON (newline-delimited)',
  extension: '.geojsonl',
  mediaType: 'application/geo+json-seq',
  many: false,
  tables: false,
  systems: [wgs84.id],
  write: ({ layers: [layer], path, signal }) => {
    if (!layer) throw new Error('a file of features holds one layer')
    return writeChunks(path, lines(layer), signal)
  },
}

async function* lines(layer: WriteLayer): AsyncGenerator<string> {
  for await (const rows of layer.rows())
    if (rows.length > 0)
      yield `${rows.map((row) => formatGeojsonFeature(row, layer.fields, wgs84)).join('\n')}\n`
}
