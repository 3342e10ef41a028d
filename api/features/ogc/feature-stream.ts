import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Rows } from './collections.ts'
import { type ByteSheet, byteSheet } from './byte-sheet.ts'
import { writeGeometry } from './row-shape.ts'
import type { Served } from './service.ts'
import type { OgcSystem } from './systems.ts'

type Fields = Pick<Served, 'fields'>

/** Features between two turns of the event loop: about two milliseconds of work. */
const BUNCH = 200

/** A GeoJSON collection as it is written; `members`: what stands beside the features. */
export function featureStream(text: AsyncIterable<Uint8Array>, gzipped: boolean): ReadableStream<Uint8Array> {
  const plain = Readable.from(text, { objectMode: false })
  // a stream of Node as one of the web
  return Readable.toWeb(gzipped ? plain.pipe(createGzip({ level: 2 })) : plain) as ReadableStream<Uint8Array>
}

export async function* collectionText(
  collection: Fields,
  of: Rows,
  rows: readonly number[],
  system: OgcSystem,
  members: object,
): AsyncGenerator<Uint8Array> {
  const sheet = byteSheet()
  sheet.text(`${JSON.stringify({ type: 'FeatureCollection', ...members }).slice(0, -1)},"features":[`)
  const write = rowWriter(collection, of, system)
  for (let from = 0; from < rows.length; from += BUNCH) {
    for (const [i, row] of rows.slice(from, from + BUNCH).entries()) {
      if (from + i > 0) sheet.text(',')
      write(sheet, row, {})
    }
    yield sheet.take()
    await new Promise(setImmediate)
  }
  sheet.text(']}')
  yield sheet.take()
}

export function featureWriter(
  collection: Fields,
  of: Rows,
  system: OgcSystem,
): (row: number, members?: object) => string {
  const write = rowWriter(collection, of, system)
  return (row, members = {}) => {
    const sheet = byteSheet()
    write(sheet, row, members)
    return sheet.take().toString()
  }
}

function rowWriter(
  { fields }: Fields,
  of: Rows,
  system: OgcSystem,
): (sheet: ByteSheet, row: number, members: object) => void {
  const columns = fields.map(({ name }) => [name, of.column(name)] as const)
  return (sheet, row, members) => {
    const properties: Record<string, unknown> = {}
    for (const [name, read] of columns) properties[name] = read(row)
    const more = JSON.stringify(members).slice(1, -1)
    sheet.text(
      `{"type":"Feature","id":${of.ids[row]!},${more === '' ? '' : `${more},`}"properties":${JSON.stringify(properties)},"geometry":`,
    )
    writeGeometry(sheet, of.mesh, row, system)
    sheet.text('}')
  }
}
