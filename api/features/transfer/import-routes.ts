import { createReadStream, existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { rowReasons } from '#shared/contract/transfer/row-reasons.ts'
import * as contract from '#shared/contract/transfer/imports.ts'
import { XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { undoCommittedImport } from '../../transfer/import/commit/undo-committed-import.ts'
import type { RowProblem } from '../../../data/formats/model/format.ts'
import { openCityTables } from '../../transfer/tables/open-city-tables.ts'
import { readTextLines } from '../../transfer/import/staging/staged-files.ts'
import type { RowOutcome } from '../../transfer/import/staging/staging.ts'
import type { TilingConflict } from '../../transfer/import/staging/tiling-conflict.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { type AreaCheck, type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { getPrincipal } from '../../http/get-principal.ts'
import { createSlotCounter } from '../../runtime/slot-counter.ts'
import { buildImportTemplate, getTemplateName } from '../../transfer/template/build-import-template.ts'
import type { ImportJobs } from '../../transfer/jobs/import-jobs.ts'

const listStatement = loadSql('api/features/transfer/sql/list-imports.sql')
const findStatement = loadSql('api/features/transfer/sql/find-import.sql')

interface CommittedImport {
  id: string
  target: string
  file_name: string
  actor: string
  committed_at: string
  revision: Revision
  undone_at: string | null
}

/** Files that one principal uploads at the same time; each may have 1 GB. */
const MAX_UPLOADS = 2

/** A file may touch any part of a city: who answers for a few streets only does not bring one in. */
export function registerImportRoutes(
  api: Api,
  { database, jobs, now }: { database: Database; jobs: ImportJobs; now: () => number },
): void {
  const uploads = createSlotCounter(MAX_UPLOADS, 'uploads')
  const jobOf = ({ city, import: id }: { city: string; import: string }, area: AreaCheck) => {
    area.require(city)
    return jobs.get(city, id)
  }

  registerEndpoint(api, contract.getImportTemplate, async ({ params: { city, target }, query, area }) => {
    area.require(city)
    await openCityTables(database, city)
    const name = encodeURIComponent(getTemplateName(target, query.lang))
    return new Response(await buildImportTemplate(target, query.lang, city), {
      headers: {
        'content-type': XLSX_MEDIA_TYPE,
        'content-disposition': `attachment; filename="${target}.xlsx"; filename*=UTF-8''${name}`,
        'cache-control': 'no-store',
      },
    })
  })

  registerEndpoint(api, contract.startImport, async ({ params, query, session, area, context }) => {
    area.require(params.city)
    // rejects an unknown or empty city before the file is received
    await openCityTables(database, params.city)
    const release = uploads.take(getPrincipal(context))
    try {
      return await jobs.start(params.city, {
        name: query.name,
        actor: session?.name ?? 'nobody',
        body: context.req.raw.body,
      })
    } finally {
      release()
    }
  })

  registerEndpoint(api, contract.listImports, async ({ params, area }) => {
    if (!area.includes(params.city)) return { jobs: [], committed: [] }
    const { rows } = await withCity(database, params.city, (tx) => tx.query<CommittedImport>(listStatement))
    return {
      jobs: (await jobs.list(params.city)).map(({ found: _found, report: _report, ...job }) => job),
      committed: rows.map((row) => ({
        id: row.id,
        target: row.target,
        fileName: row.file_name,
        actor: row.actor,
        committedAt: String(row.committed_at),
        revision: row.revision,
        undoneAt: row.undone_at === null ? null : String(row.undone_at),
      })),
    }
  })

  registerEndpoint(api, contract.getImport, async ({ params, area }) => jobOf(params, area))

  registerEndpoint(api, contract.detectImport, async ({ params, body, area, signal }) =>
    jobs.detect(await jobOf(params, area), body, signal),
  )

  registerEndpoint(api, contract.prepareImport, async ({ params, body, area }) =>
    jobs.prepare(await jobOf(params, area), body),
  )

  registerEndpoint(api, contract.getImportPreview, async ({ params, query, area, signal }) => {
    const text = await jobs.preview(await jobOf(params, area), query, signal)
    return new Response(text, {
      headers: { 'content-type': 'application/geo+json', 'cache-control': 'no-store' },
    })
  })

  registerEndpoint(api, contract.listImportRows, async ({ params, query, area }) => {
    const job = await jobOf(params, area)
    return rowsOf(path.join(jobs.folderOf(job.id), 'staged', 'outcomes'), query)
  })

  registerEndpoint(api, contract.listImportConflicts, async ({ params, query, area }) => {
    const job = await jobOf(params, area)
    return placesOf(path.join(jobs.folderOf(job.id), 'staged', 'places'), query)
  })

  registerEndpoint(api, contract.commitImport, async ({ params, body, session, area, context }) =>
    jobs.commit(await jobOf(params, area), {
      actor: session?.name ?? 'nobody',
      note: body.note,
      address: context.get('client').address ?? undefined,
    }),
  )

  registerEndpoint(api, contract.cancelImport, async ({ params, area }) =>
    jobs.cancel(await jobOf(params, area)),
  )

  registerEndpoint(api, contract.undoImport, async ({ params, body, session, area, context }) => {
    area.require(params.city)
    const {
      rows: [found],
    } = await withCity(database, params.city, (tx) =>
      tx.query<{ file_name: string }>(findStatement, [params.import]),
    )
    if (!found) throw new AppError('not_found', 'there is no such import', { import: params.import })
    const { revision } = await undoCommittedImport(database, {
      city: params.city,
      importId: params.import,
      requestId: crypto.randomUUID(),
      actor: session?.name ?? 'nobody',
      note: body.note || `撤销导入 ${found.file_name}`,
      address: context.get('client').address ?? undefined,
    })
    await jobs.markUndone(params.city, params.import)
    context.get('log').info({ import: params.import, revision, at: now() }, 'import undone')
    return { revision }
  })

  registerEndpoint(api, contract.deleteImport, async ({ params, area }) => {
    await jobs.remove(await jobOf(params, area))
    return undefined
  })
}

async function placesOf(file: string, { offset, limit }: { offset: number; limit: number }) {
  const found: TilingConflict[] = []
  let skipped = 0
  if (!existsSync(file)) return { places: [], more: false }
  for await (const line of readTextLines(file)) {
    if (skipped++ < offset) continue
    if (found.length === limit) return { places: found.map(toPlace), more: true }
    const place: TilingConflict = JSON.parse(line)
    found.push(place)
  }
  return { places: found.map(toPlace), more: false }
}

const toPlace = ({ shape, unit, unitName, ...place }: TilingConflict) => ({
  ...place,
  unit: { code: unit, name: unitName },
  rings: shape.map((ring) => ring.map(([x, y]): [number, number] => [toDegrees(x), toDegrees(y)])),
})

async function rowsOf(
  file: string,
  {
    severity,
    outcome,
    offset,
    limit,
  }: {
    severity?: keyof typeof order | undefined
    outcome?: 'changed' | undefined
    offset: number
    limit: number
  },
) {
  const rows: (Omit<RowOutcome, 'problems' | 'fields'> & {
    problems: RowProblem[]
    fields: string[] | undefined
  })[] = []
  let skipped = 0
  if (!existsSync(file)) return { rows, more: false }
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  try {
    for await (const line of lines) {
      const row: RowOutcome = JSON.parse(line)
      const worst = row.problems.reduce(
        (most, { code }) => Math.max(most, order[rowReasons[code].severity]),
        0,
      )
      if (
        outcome !== undefined
          ? row.outcome !== outcome
          : severity === undefined
            ? worst === 0
            : worst !== order[severity]
      )
        continue
      if (skipped++ < offset) continue
      if (rows.length === limit) return { rows, more: true }
      rows.push({ ...row, problems: [...row.problems], fields: row.fields && [...row.fields] })
    }
    return { rows, more: false }
  } finally {
    lines.close()
  }
}

const order = { note: 0, mended: 1, flagged: 2, refused: 3 } as const
