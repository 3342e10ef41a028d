import { InvalidFileError } from './model/invalid-file-error.ts'
import type { FileSource } from './io/file-source.ts'
import type { FormatReader, OpenedFile, OpenOptions } from './model/format.ts'
import { csvReader } from './csv/read-csv.ts'
import { flatgeobufReader } from './flatgeobuf/read-flatgeobuf.ts'
import { geojsonReader } from './geojson/read-geojson.ts'
import { geojsonseqReader } from './geojson/read-geojsonseq.ts'
import { geopackageReader } from './geopackage/read-geopackage.ts'
import { kmlReader } from './kml/read-kml.ts'
import { osmReader } from './osm/read-osm.ts'
import { shapefileReader } from './shapefile/read-shapefile.ts'
import { xlsxReader } from './xlsx/read-xlsx.ts'
import { cleanLayerTexts } from './text/clean-layer-texts.ts'
import { openZippedFiles } from './zip/open-zipped-files.ts'

/** Every kind of file that can be read; the first that recognises a file reads it. */
export const READERS: readonly FormatReader[] = [
  shapefileReader,
  xlsxReader,
  osmReader,
  kmlReader,
  geopackageReader,
  flatgeobufReader,
  geojsonseqReader,
  geojsonReader,
  csvReader,
]

const HEAD_BYTES = 64 * 1024

/** Opens a file by what it is, whatever its name says; in an archive, the files inside. */
export async function openFile(
  file: FileSource,
  options: OpenOptions = {},
): Promise<OpenedFile & { format: FormatReader }> {
  const head = await readHead(file)
  const opened = await openRecognised(file, head, options)
  if (opened) return opened
  if (head[0] === 0x50 && head[1] === 0x4b) return openZippedFiles(file, options, openInnerFile)
  throw new InvalidFileError('unknown_format')
}

async function openInnerFile(file: FileSource, options: OpenOptions) {
  const opened = await openRecognised(file, await readHead(file), options)
  if (opened) return opened
  throw new InvalidFileError('unknown_format')
}

async function readHead(file: FileSource): Promise<Uint8Array> {
  if (file.size === 0) throw new InvalidFileError('empty_file')
  return file.read(0, HEAD_BYTES)
}

async function openRecognised(file: FileSource, head: Uint8Array, options: OpenOptions) {
  for (const format of READERS) {
    if (!(await format.recognises(file, head))) continue
    const opened = await format.open(file, options)
    return { ...opened, layers: opened.layers.map(cleanLayerTexts), format }
  }
  return undefined
}
