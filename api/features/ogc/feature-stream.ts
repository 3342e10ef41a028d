import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import type { Collection, Rows } from './collections.ts'
import { geometryText } from './row-shape.ts'
import type { OgcSystem } from './systems.ts'

/** Features between two turns of the event loop: about two milliseconds of work. */
const BUNCH = 200

/** A GeoJSON collection as it is written; `members`: what stands beside the features. */
export function featureStream(text: AsyncIterable<string>, gzipped: boolean): ReadableStream<Uint8Array> {
  const plain = Readable.from(text, { objectMode: false })
  // a stream of Node as one of the web
  return Readable.toWeb(gzipped ? plain.pipe(createGzip({ level: 2 })) : plain) as ReadableStream<Uint8Array>
}

export async function* collectionText(collection: Collection, of: Rows, rows: readonly number[], system: OgcSystem, members: object): AsyncGenerator<string> {
  yield `${JSON.stringify({ type: 'FeatureCollection', ...members }).slice(0, -1)},"features":[`
  const feature = featureWriter(collection, of, system)
  for (let from = 0; from < rows.length; from += BUNCH) {
    let text = from === 0 ? '' : ','
    rows.slice(from, from + BUNCH).forEach((row, i) => { text += i === 0 ? feature(row) : `,${feature(row)}` })
    yield text
    await new Promise(setImmediate)
  }
  yield ']}'
}

export function featureWriter({ fields }: Collection, of: Rows, system: OgcSystem): (row: number, members?: object) => string {
  const columns = fields.map(({ name }) => [name, of.column(name)] as const)
  return (row, members = {}) => {
    const properties: Record<string, unknown> = {}
    for (const [name, read] of columns) properties[name] = read(row)
    const more = JSON.stringify(members).slice(1, -1)
    return `{"type":"Feature","id":${of.ids[row]!},${more === '' ? '' : `${more},`}"properties":${JSON.stringify(properties)},"geometry":${geometryText(of.mesh, row, system)}}`
  }
}
