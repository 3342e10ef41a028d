import { FileRefused } from './file-refused.ts'
import type { FileSource } from './file-source.ts'
import type { FormatReader, OpenedFile, OpenOptions } from './format.ts'
import { csv } from './csv/csv.ts'
import { flatgeobuf } from './flatgeobuf/flatgeobuf.ts'
import { geojson } from './geojson/geojson.ts'
import { geojsonseq } from './geojson/geojsonseq.ts'
import { geopackage } from './geopackage/geopackage.ts'
import { kml } from './kml/kml.ts'
import { shapefile } from './shapefile/shapefile.ts'
import { xlsx } from './xlsx/xlsx.ts'
import { openArchive } from './zip/open-archive.ts'

/** Every kind of file that can be read; the first that recognises a file reads it. */
export const READERS: readonly FormatReader[] = [
  shapefile,
  xlsx,
  kml,
  geopackage,
  flatgeobuf,
  geojsonseq,
  geojson,
  csv,
]

const HEAD_BYTES = 64 * 1024

/** Opens a file by what it is, whatever its name says. */
export async function openFile(
  file: FileSource,
  options: OpenOptions = {},
): Promise<OpenedFile & { format: FormatReader }> {
  if (file.size === 0) throw new FileRefused('empty_file')
  const head = await file.read(0, HEAD_BYTES)
  for (const format of READERS) {
    if (await format.recognises(file, head)) return { ...(await format.open(file, options)), format }
  }
  if (head[0] === 0x50 && head[1] === 0x4b)
    throw new FileRefused((await holdsArchive(file)) ? 'zip_nested' : 'zip_without_data')
  throw new FileRefused('unknown_format')
}

async function holdsArchive(file: FileSource): Promise<boolean> {
  const archive = await openArchive(file)
  await archive.close()
  return archive.entries.some(({ name }) => /\.(zip|rar|7z|kmz)$/i.test(name))
}
