import { wgs84 } from '../../coordinates/geographic-systems.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { type FileSource, createMemorySource } from '../io/file-source.ts'
import { BATCH_ROWS, type FileLayer, type FormatReader, type RawFeature } from '../model/format.ts'
import { decodeText } from '../text/decode-text.ts'
import { decodeStream, detectTextEncoding } from '../text/text-stream.ts'
import { readXml } from '../xml/read-xml.ts'
import { openArchive } from '../zip/open-archive.ts'
import { createPlacemarkReader } from './placemark-reader.ts'

/** KML 2.2 (OGC 12-007r2) and KMZ: all placemarks as one layer, with the values of their ExtendedData. */
export const kmlReader: FormatReader = {
  id: 'kml',
  label: 'KML / KMZ',
  async recognises(file, head) {
    if (!isZip(head)) return /<kml[\s>]/.test(decodeText(head).text)
    const archive = await openArchive(file)
    await archive.close()
    return archive.entries.some(isKml)
  },
  async open(file, options) {
    const inner = isZip(await file.read(0, 4)) ? await innerFile(file) : file
    const encoding = await detectTextEncoding(inner, options.encoding)
    const layer: FileLayer = {
      name: file.name.replace(/\.[^.]*$/, ''),
      fields: null,
      count: null,
      crs: { where: 'KML', text: 'WGS 84', system: wgs84.id },
      encoding,
      features: () => readPlacemarks(inner, encoding.used),
    }
    return { layers: [layer], close: () => (inner === file ? Promise.resolve() : inner.close()) }
  },
}

const MOST_INNER_BYTES = 256 * 1024 * 1024

const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b
const isKml = ({ name }: { name: string }) => /\.kml$/i.test(name)

async function innerFile(file: FileSource): Promise<FileSource> {
  const archive = await openArchive(file)
  try {
    const entry = archive.entries.find(isKml)
    if (!entry) throw new InvalidFileError('zip_without_data')
    return createMemorySource(
      entry.name.slice(entry.name.lastIndexOf('/') + 1),
      await entry.read(MOST_INNER_BYTES),
    )
  } finally {
    await archive.close()
  }
}

async function* readPlacemarks(file: FileSource, encoding: string): AsyncGenerator<RawFeature[]> {
  let bunch: RawFeature[] = []
  const reader = createPlacemarkReader((feature) => bunch.push(feature))
  for await (const _ of readXml(decodeStream(file.stream(), encoding), reader)) {
    if (bunch.length < BATCH_ROWS) continue
    yield bunch
    bunch = []
  }
  if (bunch.length > 0) yield bunch
}
