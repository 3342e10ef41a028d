import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { localDay } from '#shared/city/local-day.ts'
import type { Database } from '../../db/database.ts'
import { withShared } from '../../db/with-city.ts'
import { leaveDrafts, type LeftDraft } from '../../drafting/leave-drafts.ts'
import { openDesk } from '../../drafting/open-desk.ts'
import { AppError, StartError } from '../../errors.ts'
import { citiesInMemory } from '../../snapshot/cities.ts'
import { commitImport } from '../../../data/importers/commit/commit-import.ts'
import type { ImportReport } from '../../../data/importers/prepare-import.ts'
import { emptyBase, openBase } from '../../../data/importers/run/base-reader.ts'
import { createEmptyCity } from '../../../data/importers/run/create-empty-city.ts'
import { rememberedSource } from '../../../data/importers/run/remembered-source.ts'
import { stageImport } from '../../../data/importers/run/stage-import.ts'
import { readDraftsLeft, readStaged } from '../../../data/importers/staging/staged-file.ts'
import { openFileSource } from '../../../data/formats/file-source.ts'
import { commandActor } from '../command-actor.ts'
import { likelyCity, type ListedCity } from './likely-city.ts'
import { likelyTargetOf } from './likely-target.ts'
import type { ImportArguments } from './read-arguments.ts'

export interface ImportResult {
  report: ImportReport
  city: { code: string; name: string; demo: boolean; isNew: boolean }
  revision: number | null
  importId: string
  /** When a file with the same columns was read before, and its columns were used again. */
  rememberedFrom: string | null
  /** Drafts for the boundary editor, of what was left out. */
  drafts: LeftDraft[]
}

/** Imports into a database that this process has opened itself. */
export async function importHere(
  database: Database,
  given: ImportArguments,
  onProgress: (done: number, total: number) => void,
): Promise<ImportResult> {
  const file = await openFileSource(given.file)
  const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-import-'))
  try {
    const cities = (
      await withShared(database, (tx) =>
        tx.query<ListedCity>('select code, name, demo, state from city order by code'),
      )
    ).rows
    const { target, columns } = await likelyTargetOf(file, given)
    const city = await likelyCity(cities, given, file, target)
    const day = given.day ?? localDay(Date.now())
    const known = cities.some(({ code }) => code === city.code)
      ? await rememberedSource(database, city.code, target, columns)
      : null
    const request = {
      target,
      layer: given.layer,
      encoding: given.encoding,
      crs: given.crs,
      mapping: known?.mapping,
      columns: given.columns,
      missing: given.missing,
      toleranceM: given.toleranceM,
      rest: given.rest,
      unclear: given.unclear,
      day,
    }
    const importId = randomUUID()
    // a city that moves on while its import is prepared is compared with once more
    for (let attempt = 1; ; attempt++) {
      const isNew = !cities.some(({ code }) => code === city.code)
      const { city: base, read } = isNew
        ? emptyBase(city.code, city.name, day)
        : await openBase(database, city.code)
      const { report, fileSha256 } = await stageImport({
        file,
        folder,
        request,
        city: base,
        read,
        onProgress: (rows, of) => onProgress(rows, of ?? rows * 2),
      })
      onProgress(report.rows.read, report.rows.read)
      const answer = {
        report,
        city: { ...city, isNew },
        importId,
        rememberedFrom: known?.usedAt.slice(0, 10) ?? null,
      }
      if (
        given.dryRun ||
        report.rows.added + report.rows.changed + report.rows.drafted + report.retired === 0
      )
        return { ...answer, revision: null, drafts: [] }
      if (isNew) {
        await createEmptyCity(database, {
          code: city.code,
          name: city.name,
          nameEn: city.nameEn,
          dataDate: day,
          source: report.file.name,
          actor: commandActor(),
        })
        report.baseRevision = (await openBase(database, city.code)).city.revision
      }
      try {
        const { revision } = await commitImport(database, {
          city: city.code,
          importId,
          actor: commandActor(),
          note: given.note ?? `导入 ${report.file.name}`,
          day,
          report,
          fileSha256,
          steps: () => readStaged(folder),
        })
        const drafts = await leaveDrafts(
          openDesk({ database, cities: citiesInMemory(database, 1), now: Date.now }),
          { name: 'cli', address: null },
          {
            city: city.code,
            importId,
            revision,
            fileName: report.file.name,
            left: readDraftsLeft(folder),
          },
        )
        return { ...answer, revision, drafts }
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'stale_base' || attempt === 3) throw error
      }
    }
  } catch (error) {
    if (error instanceof AppError)
      throw new StartError(`The import was refused: ${error.message}.`, { cause: error })
    throw error
  } finally {
    await file.close()
    await rm(folder, { recursive: true, force: true })
  }
}
