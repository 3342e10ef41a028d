import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import * as contract from '#shared/contract/transfer.ts'
import { planExport } from '../../../data/exporters/plan-export.ts'
import { openBase } from '../../../data/importers/run/base-reader.ts'
import type { Database } from '../../db/database.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { askThread } from './ask-thread.ts'

/** Files that a layer, or the whole city, is given out as; written in a thread, then streamed. */
export function exportRoutes(api: Api, { database, cities, folder, now }: { database: Database; cities: Cities; folder: string; now: () => number }): void {
  mount(api, contract.exportLayer, async ({ params, query }) => {
    const { zip, ...wish } = query
    const { snapshot } = await cities.get(params.city)
    const { read, city } = await openBase(database, params.city)
    const plan = planExport({
      ...wish, zip: zip === '1', target: params.target, city, today: new Date(now()).toISOString().slice(0, 10),
      provenance: { ...provenanceOf(snapshot), revision: city.revision },
    })
    await mkdir(folder, { recursive: true })
    const file = path.join(folder, randomUUID())
    try {
      await askThread({ kind: 'export', path: file, plan }, { read })
      const { size } = await stat(file)
      return new Response(streamThenRemove(file), {
        headers: {
          'content-type': plan.mediaType,
          'content-length': String(size),
          'content-disposition': `attachment; filename="${plan.name}"`,
          'cache-control': 'no-store',
        },
      })
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
  })
}

function streamThenRemove(file: string): ReadableStream<Uint8Array> {
  const stream = createReadStream(file)
  stream.on('close', () => void rm(file, { force: true }))
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}
