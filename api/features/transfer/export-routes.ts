import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import * as contract from '#shared/contract/transfer.ts'
import { type TargetId, targetIds, TARGETS } from '#shared/contract/transfer-targets.ts'
import { systemOf } from '../../../data/coordinates/system-of.ts'
import { writerOf } from '../../../data/formats/writers.ts'
import { openBase } from '../../../data/importers/run/base-reader.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { askThread } from './ask-thread.ts'

/** Files that a layer, or the whole city, is given out as; written in a thread, then streamed. */
export function exportRoutes(api: Api, { database, cities, folder, now }: { database: Database; cities: Cities; folder: string; now: () => number }): void {
  mount(api, contract.exportLayer, async ({ params, query }) => {
    const writer = writerOf(query.format)
    if (!writer) throw new AppError('not_found', 'there is no such format')
    const targets: readonly TargetId[] = params.target === 'all' ? targetIds.filter((id) => writer.tables || TARGETS[id].shapes.length > 0) : [params.target]
    if (targets.length > 1 && !writer.many) throw new AppError('unprocessable', 'this format holds one layer only', { format: query.format })
    if (!writer.tables && targets.some((id) => TARGETS[id].shapes.length === 0)) throw new AppError('unprocessable', 'this format holds no tables without shapes', { format: query.format })
    const crs = writer.systems?.includes(query.crs) === false ? writer.systems[0]! : query.crs
    const { snapshot } = await cities.get(params.city)
    const provenance = provenanceOf(snapshot)
    const { read, city } = await openBase(database, params.city)
    const day = new Date(now()).toISOString().slice(0, 10)
    const metadata = {
      city: params.city, name: snapshot.name, layers: targets.join(','), revision: city.revision, dataDate: provenance.dataDate, source: provenance.source,
      demo: provenance.demo, exportedOn: day, crs, crsName: systemOf(crs)?.label ?? crs, ...(query.unit ? { unit: query.unit } : {}), ...(query.date ? { validOn: query.date } : {}),
      ...(crs === 'GCJ-02' || crs === 'BD-09' ? { warning: '坐标已加偏,非 WGS 84 / CGCS2000 · shifted coordinates, not WGS 84' } : {}),
    }
    const plain = `${params.city}-${params.target}${query.unit ? `-${query.unit}` : ''}-${crs.replace('EPSG:', '').toLowerCase()}-r${city.revision}${provenance.demo ? '-demo' : ''}`
    await mkdir(folder, { recursive: true })
    const file = path.join(folder, randomUUID())
    try {
      await askThread({
        kind: 'export', path: file, format: query.format, targets: [...targets], crs, unit: query.unit, date: query.date, headings: query.headings,
        encoding: query.encoding === 'gbk' ? 'gb18030' : 'utf-8', metadata, zip: query.zip === '1' ? { name: plain + writer.extension } : null,
      }, { read })
      const { size } = await stat(file)
      return new Response(streamThenRemove(file), {
        headers: {
          'content-type': query.zip === '1' ? 'application/zip' : writer.mediaType,
          'content-length': String(size),
          'content-disposition': `attachment; filename="${plain}${query.zip === '1' ? '.zip' : writer.extension}"`,
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
