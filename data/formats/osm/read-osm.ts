import { wgs84 } from '../../coordinates/geographic-systems.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileLayer, FormatReader } from '../model/format.ts'
import { decodeText } from '../text/decode-text.ts'
import { OSM_ATTRIBUTION, OSM_LAYERS } from './osm-layers.ts'
import type { OsmSource, OsmTags } from './osm-source.ts'
import { readOsmFeatures } from './read-osm-features.ts'
import { createPbfSource } from './read-osm-pbf.ts'
import { createXmlSource } from './read-osm-xml.ts'

/** OpenStreetMap, as PBF (.osm.pbf) and as XML (.osm): roads, water, buildings, places, and borders of each level. */
export const osmReader: FormatReader = {
  id: 'osm',
  label: 'OpenStreetMap',
  recognises: (_file, head) => isPbf(head) || isXml(head),
  async open(file) {
    const source = isPbf(await file.read(0, 64)) ? createPbfSource(file) : createXmlSource(file)
    const counts = await countRows(source)
    const layers = OSM_LAYERS.flatMap((layer, i): FileLayer[] => {
      const count = counts[i] ?? 0
      if (count === 0) return []
      return [
        {
          name: layer.name,
          fields: ['osm_id', ...Object.keys(layer.columns)],
          // an outline that belongs to a multipolygon is one row with it
          count: null,
          crs: { where: 'OpenStreetMap', text: 'WGS 84', system: wgs84.id, fixed: true },
          encoding: null,
          remarks: [{ code: 'osm_licence', details: { text: OSM_ATTRIBUTION } }],
          features: () => readOsmFeatures(source, layer),
        },
      ]
    })
    if (layers.length === 0) throw new InvalidFileError('no_rows')
    return { layers, close: () => Promise.resolve() }
  },
}

/** The first block of a PBF file begins with its length and its type. */
const isPbf = (head: Uint8Array): boolean =>
  head[0] === 0 && decodeLatin1(head.subarray(0, 64)).includes('OSMHeader')

const decodeLatin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

const isXml = (head: Uint8Array): boolean => /<osm[\s>]/.test(decodeText(head).text)

const ALL = new Set(['nodes', 'ways', 'relations'] as const)

/** Counts the objects of each layer. */
async function countRows(source: OsmSource): Promise<number[]> {
  const counts = OSM_LAYERS.map(() => 0)
  const count = (tags: OsmTags | null, isNode: boolean) => {
    if (tags === null) return
    OSM_LAYERS.forEach((layer, i) => {
      if ((!isNode || layer.shape === 'place') && layer.accepts(tags)) counts[i] = (counts[i] ?? 0) + 1
    })
  }
  for await (const { nodes, ways, relations } of source.readBlocks(ALL)) {
    for (const { tags } of nodes) count(tags, true)
    for (const { tags } of ways) count(tags, false)
    for (const { tags } of relations) count(tags, false)
  }
  return counts
}
