import { FileRefused } from './file-refused.ts'
import type { FileSource } from './file-source.ts'
import type { FormatReader, OpenedFile, OpenOptions } from './format.ts'
import { geojson } from './geojson/geojson.ts'
import { geojsonseq } from './geojson/geojsonseq.ts'
import { shapefile } from './shapefile/shapefile.ts'

/** Every kind of file that can be read; the first that recognises a file reads it. */
export const READERS: readonly FormatReader[] = [shapefile, geojsonseq, geojson]

const HEAD_BYTES = 64 * 1024

/** Opens a file by what it is, whatever its name says. */
export async function openFile(file: FileSource, options: OpenOptions = {}): Promise<OpenedFile & { format: FormatReader }> {
  if (file.size === 0) throw new FileRefused('empty_file')
  const head = await file.read(0, HEAD_BYTES)
  for (const format of READERS) {
    if (await format.recognises(file, head)) return { ...await format.open(file, options), format }
  }
  throw new FileRefused('unknown_format')
}
