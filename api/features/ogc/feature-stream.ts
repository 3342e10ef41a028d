import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { createTimeSlicedQueue } from '../../runtime/time-sliced-queue.ts'
import { untilNoShortRequests } from '../../runtime/work/short-requests.ts'
import type { FeatureRows } from './collections/collection-definition.ts'
import { type JsonBuffer, createJsonBuffer } from './json-buffer.ts'
import { writeRowGeometry } from './row-geometry.ts'
import type { CollectionSource } from './ogc-service.ts'
import type { OgcCrs } from './supported-crs.ts'

type Fields = Pick<CollectionSource, 'fields'>

/** Milliseconds of a turn of the event loop that filters and features in writing take together. */
export const FEATURE_TURN_MS = 2

/** Runs a short part of the work on features; however many requests are served, other ones are answered in between. */
export const featureTurns = createTimeSlicedQueue({
  sliceMs: FEATURE_TURN_MS,
  untilQuiet: untilNoShortRequests,
})

/** Features written at once: about a millisecond of work. */
const BUNCH = 100

/** Streams a GeoJSON FeatureCollection. `members`: its properties besides the features. */
export function createFeatureStream(
  text: AsyncIterable<Uint8Array>,
  gzipped: boolean,
): ReadableStream<Uint8Array> {
  const plain = Readable.from(text, { objectMode: false })
  // converts a Node.js stream to a web stream
  return Readable.toWeb(gzipped ? plain.pipe(createGzip({ level: 2 })) : plain) as ReadableStream<Uint8Array>
}

export async function* streamCollectionJson(
  collection: Fields,
  of: FeatureRows,
  rows: readonly number[],
  system: OgcCrs,
  members: object,
): AsyncGenerator<Uint8Array> {
  const sheet = createJsonBuffer()
  sheet.text(`${JSON.stringify({ type: 'FeatureCollection', ...members }).slice(0, -1)},"features":[`)
  const write = rowWriter(collection, of, system)
  for (let from = 0; from < rows.length; from += BUNCH) {
    yield await featureTurns(() => {
      for (const [i, row] of rows.slice(from, from + BUNCH).entries()) {
        if (from + i > 0) sheet.text(',')
        write(sheet, row, {})
      }
      return sheet.take()
    })
  }
  sheet.text(']}')
  yield sheet.take()
}

export function createFeatureWriter(
  collection: Fields,
  of: FeatureRows,
  system: OgcCrs,
): (row: number, members?: object) => string {
  const write = rowWriter(collection, of, system)
  return (row, members = {}) => {
    const sheet = createJsonBuffer()
    write(sheet, row, members)
    return sheet.take().toString()
  }
}

function rowWriter(
  { fields }: Fields,
  of: FeatureRows,
  system: OgcCrs,
): (sheet: JsonBuffer, row: number, members: object) => void {
  const columns = fields.map(({ name }) => [name, of.column(name)] as const)
  return (sheet, row, members) => {
    const properties: Record<string, unknown> = {}
    for (const [name, read] of columns) properties[name] = read(row)
    const more = JSON.stringify(members).slice(1, -1)
    sheet.text(
      `{"type":"Feature","id":${of.ids[row]!},${more === '' ? '' : `${more},`}"properties":${JSON.stringify(properties)},"geometry":`,
    )
    writeRowGeometry(sheet, of.mesh, row, system)
    sheet.text('}')
  }
}
