import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { encodeText } from '../../../data/formats/text/encode-text.ts'
import { findWriter } from '../../../data/formats/writers.ts'
import { writeArchive } from '../../../data/formats/zip/write-archive.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import { buildExportLayer } from './build-export-layer.ts'
import type { ExportPlan } from './plan-export.ts'

/** Writes what was planned into a new file. */
export async function writeExport(
  path: string,
  plan: ExportPlan,
  read: PageReader,
  onProgress: (done: number, total: number | null) => void,
): Promise<{ features: number }> {
  const writer = findWriter(plan.format)
  const system = findCoordinateSystem(plan.crs)
  if (!writer || !system) throw new Error(`there is no ${plan.format} in ${plan.crs}`)
  let done = 0
  // a format may walk through the rows of a layer several times: the last walk counts
  const counts = new Map<string, number>()
  const pages = keptPages(read)
  const layers = plan.targets
    .map((target) => buildExportLayer({ ...plan, target }, pages, system))
    .map((layer) => ({
      ...layer,
      async *rows() {
        let own = 0
        for await (const rows of layer.rows()) {
          own += rows.length
          done += rows.length
          counts.set(layer.name, own)
          onProgress(done, null)
          yield rows
        }
      },
    }))
  await writer.write({ layers, system, metadata: plan.metadata, encoding: plan.encoding, path })
  if (plan.inner !== null) {
    const inner = `${path}.inner`
    await rename(path, inner)
    await writeArchive(path, [
      { name: plan.inner, content: () => createReadStream(inner) },
      { name: 'metadata.json', content: () => encodeText(JSON.stringify(plan.metadata, null, 2), 'utf-8') },
    ])
    await rm(inner)
  }
  return { features: [...counts.values()].reduce((sum, count) => sum + count, 0) }
}

/** Characters of pages that are kept: some formats walk through their rows two or three times. */
const MOST_KEPT = 96 * 1024 * 1024

function keptPages(read: PageReader): PageReader {
  const pages = new Map<string, Awaited<ReturnType<PageReader>>>()
  let kept = 0
  return async (table, after) => {
    const key = `${table} ${after}`
    const known = pages.get(key)
    if (known) return known
    const page = await read(table, after)
    kept += page.rows.length
    if (kept <= MOST_KEPT) pages.set(key, page)
    return page
  }
}
