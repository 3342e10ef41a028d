import { toLocalDay } from '#shared/city/local-day.ts'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import * as contract from '#shared/contract/transfer/exports.ts'
import { planExport } from '../../transfer/export/plan-export.ts'
import { openCityTables } from '../../transfer/tables/open-city-tables.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { explainFullDisk } from '../../runtime/files/full-disk.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { runTransferWorker } from '../../transfer/worker/run-transfer-worker.ts'

/** Files that a layer, or the whole city, is given out as; written in a thread, then streamed. Whoever goes away ends the writing. */
export function registerExportRoutes(
  api: Api,
  {
    database,
    cities,
    folder,
    now,
  }: { database: Database; cities: SnapshotCache; folder: string; now: () => number },
): void {
  /** Features that are written so far, by the number that the asker gave the export. */
  const underWay = new Map<string, number>()

  registerEndpoint(api, contract.exportLayer, async ({ params, query, context }) => {
    const { zip, ticket, ...wish } = query
    const { snapshot } = await cities.get(params.city)
    const { read, city } = await openCityTables(database, params.city)
    const plan = planExport({
      ...wish,
      zip: zip === '1',
      target: params.target,
      city,
      today: toLocalDay(now(), snapshot.settings.place.timeZone),
      provenance: { ...toProvenance(snapshot), revision: city.revision },
    })
    // a folder of its own: some formats write files beside theirs
    const own = path.join(folder, randomUUID())
    const file = path.join(own, 'file')
    const { signal } = context.req.raw
    const forget = () => rm(own, { recursive: true, force: true })
    if (ticket !== undefined) underWay.set(ticket, 0)
    try {
      await explainFullDisk(
        folder,
        async () => {
          await mkdir(own, { recursive: true })
          await runTransferWorker(
            { kind: 'export', path: file, plan },
            {
              read,
              signal,
              onProgress: (done) => {
                if (ticket !== undefined) underWay.set(ticket, done)
              },
            },
          )
        },
        'DATA_DIR/exports',
      )
      const { size } = await stat(file)
      return new Response(streamThen(file, forget), {
        headers: {
          'content-type': plan.mediaType,
          'content-length': String(size),
          'content-disposition': `attachment; filename="${plan.name}"`,
          'cache-control': 'no-store',
        },
      })
    } catch (error) {
      await forget()
      if (signal.aborted)
        throw new AppError('conflict', 'nobody waits for the export any more', {}, { cause: error })
      throw error
    } finally {
      if (ticket !== undefined) underWay.delete(ticket)
    }
  })

  // asked beside the export itself: that it has not begun or has just ended is no fault of whoever asks
  registerEndpoint(api, contract.getExportProgress, ({ params: { ticket } }) =>
    Promise.resolve({ features: underWay.get(ticket) ?? null }),
  )
}

function streamThen(file: string, forget: () => Promise<void>): ReadableStream<Uint8Array> {
  const stream = createReadStream(file)
  stream.on('close', () => void forget())
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>
}
