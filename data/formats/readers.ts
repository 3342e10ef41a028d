import { InvalidFileError } from './model/invalid-file-error.ts'
import type { FileSource } from './io/file-source.ts'
import type { FormatReader, OpenedFile, OpenOptions } from './model/format.ts'
import { csvReader } from './csv/read-csv.ts'
import { flatgeobufReader } from './flatgeobuf/read-flatgeobuf.ts'
import { geojsonReader } from './geojson/read-geojson.ts'
import { geojsonseqReader } from './geojson/read-geojsonseq.ts'
import { geopackageReader } from './geopackage/read-geopackage.ts'
import { kmlReader } from './kml/read-kml.ts'
import { shapefileReader } from './shapefile/read-shapefile.ts'
import { xlsxReader } from './xlsx/read-xlsx.ts'
import { openArchive } from './zip/open-archive.ts'

/** Every kind of file that can be read; the first that recognises a file reads it. */
export const READERS: readonly FormatReader[] = [
  shapefileReader,
  xlsxReader,
  kmlReader,
  geopackageReader,
  flatgeobufReader,
  geojsonseqReader,
  geojsonReader,
  csvReader,
]

const HEAD_BYTES = 64 * 1024

/** Opens a file by what it is, whatever its name says. */
export async function openFile(
  file: FileSource,
  options: OpenOptions = {},
): Promise<OpenedFile & { format: FormatReader }> {
  if (file.size === 0) throw new InvalidFileError('empty_file')
  const head = await file.read(0, HEAD_BYTES)
  for (const format of READERS) {
    if (await format.recognises(file, head)) return { ...(await format.open(file, options)), format }
  }
  if (head[0] === 0x50 && head[1] === 0x4b)
    throw new InvalidFileError((await holdsArchive(file)) ? 'zip_nested' : 'zip_without_data')
  throw new InvalidFileError('unknown_format')
}

async function holdsArchive(file: FileSource): Promise<boolean> {
  const archive = await openArchive(file)
  await archive.close()
  return archive.entries.some(({ name }) => /\.(zip|rar|7z|kmz)$/i.test(name))
}
