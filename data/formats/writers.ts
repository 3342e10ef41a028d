import type { FormatId } from './format.ts'
import { geojsonWriter } from './geojson/write-geojson.ts'
import { shapefileWriter } from './shapefile/write-shapefile.ts'
import type { FormatWriter } from './writer.ts'

/** Every kind of file that can be written. */
export const WRITERS: readonly FormatWriter[] = [geojsonWriter, shapefileWriter]

export function writerOf(id: FormatId): FormatWriter | undefined {
  return WRITERS.find((writer) => writer.id === id)
}
