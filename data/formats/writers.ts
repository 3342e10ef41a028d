import type { FormatId } from './model/format.ts'
import { csvWriter } from './csv/write-csv.ts'
import { flatgeobufWriter } from './flatgeobuf/write-flatgeobuf.ts'
import { geojsonWriter } from './geojson/write-geojson.ts'
import { geojsonseqWriter } from './geojson/write-geojsonseq.ts'
import { geopackageWriter } from './geopackage/write-geopackage.ts'
import { kmlWriter } from './kml/write-kml.ts'
import { pmtilesWriter } from './pmtiles/write-pmtiles.ts'
import { shapefileWriter } from './shapefile/write-shapefile.ts'
import type { FormatWriter, WriterId } from './model/writer.ts'
import { xlsxWriter } from './xlsx/write-xlsx.ts'

/** Every kind of file that can be written, and read back to the last digit. */
export const EXACT_WRITERS: readonly FormatWriter<FormatId>[] = [
  geopackageWriter,
  shapefileWriter,
  geojsonWriter,
  geojsonseqWriter,
  csvWriter,
  xlsxWriter,
  kmlWriter,
  flatgeobufWriter,
]

/** Every kind of file that can be written. */
export const WRITERS: readonly FormatWriter[] = [...EXACT_WRITERS, pmtilesWriter]

export function findWriter(id: WriterId): FormatWriter | undefined {
  return WRITERS.find((writer) => writer.id === id)
}
