import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { DEFAULT_PLACE } from '#shared/city/city-place.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import type { Revision } from '#shared/contract/ids.ts'
import type { Database } from '../../db/database.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import {
  createDraftsFromImport,
  type CreatedDraft,
} from '../../transfer/import/commit/create-drafts-from-import.ts'
import { describeImport } from '../../transfer/import/commit/describe-import.ts'
import { createDraftService } from '../../drafts/draft-service.ts'
import { AppError, StartError } from '../../errors.ts'
import { createSnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { commitStagedImport } from '../../transfer/import/commit/commit-staged-import.ts'
import type { DryRunReport } from '../../transfer/import/staging/import-report.ts'
import { createEmptyCityTables, openCityTables } from '../../transfer/tables/open-city-tables.ts'
import { createEmptyCity } from '../../transfer/import/city/create-empty-city.ts'
import { findSavedMapping } from '../../transfer/import/commit/saved-mapping.ts'
import { hashFile } from '../../transfer/import/hash-file.ts'
import { findLayer, inspectFile } from '../../transfer/import/inspect-file.ts'
import { stageImport } from '../../transfer/import/stage-import.ts'
import type { TilingConflict } from '../../transfer/import/staging/tiling-conflict.ts'
import {
  readOpenConflicts,
  readUnresolvedGrids,
  readStagedBatches,
} from '../../transfer/import/staging/staged-files.ts'
import { explainFullDisk } from '../../runtime/files/full-disk.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../../runtime/files/unfinished-files.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { getCommandActor } from '../get-command-actor.ts'
import { resolveCity, type ListedCity } from './resolve-city.ts'
import { resolveTarget } from './resolve-target.ts'
import type { ImportArguments } from './read-import-arguments.ts'
import { loadSql } from '../../db/load-sql.ts'

const citiesStatement = loadSql('api/cli/sql/list-cities.sql')

export interface ImportResult {
  report: DryRunReport
  city: { code: string; name: string; demo: boolean; isNew: boolean }
  revision: Revision | null
  importId: string
  /** When a file with the same columns was read before, and its columns were used again. */
  rememberedFrom: string | null
  /** The largest places without a clear owner. */
  conflicts: TilingConflict[]
  /** Drafts for the boundary editor, of what was left out. */
  drafts: CreatedDraft[]
}

/** Places that a report lists. */
const MOST_CONFLICTS = 10

/** Imports into a database that this process has opened itself. */
export async function runImport(
  database: Database,
  given: ImportArguments,
  onProgress: (done: number, total: number) => void,
): Promise<ImportResult> {
  await removeTemporaryFolders('file')
  const file = await openFileSource(given.file)
  const folder = await makeTemporaryFolder('import')
  try {
    const cities = (await withSharedSchema(database, (tx) => tx.query<ListedCity>(citiesStatement))).rows
    const { layers } = await inspectFile(file, given)
    const inspection = findLayer(layers, given.layer)
    const target = resolveTarget(inspection, given)
    const city = resolveCity(cities, given, inspection, target)
    const isKnown = cities.some(({ code }) => code === city.code)
    const place = isKnown
      ? (await openCityTables(database, city.code)).city.place
      : { ...DEFAULT_PLACE, ...given.place, timeZone: given.timeZone ?? DEFAULT_PLACE.timeZone }
    const day = given.day ?? toLocalDay(Date.now(), place.timeZone)
    const known = isKnown ? await findSavedMapping(database, city.code, target, inspection.columns) : null
    const request = {
      target,
      layer: given.layer,
      encoding: given.encoding,
      headRow: given.headRow,
      crs: given.crs,
      mapping: known?.mapping,
      columns: given.columns,
      missing: given.missing,
      within: given.within,
      mayEmpty: given.mayEmpty,
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
        ? createEmptyCityTables(city.code, city.name, day, place)
        : await openCityTables(database, city.code)
      const report = await explainFullDisk(tmpdir(), () =>
        stageImport({
          file,
          inspection,
          folder,
          request,
          city: base,
          read,
          onProgress: (rows, of) => onProgress(rows, of ?? rows * 2),
        }),
      )
      onProgress(report.rows.read, report.rows.read)
      const answer = {
        report,
        city: { ...city, isNew },
        importId,
        rememberedFrom: known?.usedAt.slice(0, 10) ?? null,
        conflicts: await readOpenConflicts(folder, MOST_CONFLICTS),
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
          actor: getCommandActor(),
          place,
        })
        report.baseRevision = (await openCityTables(database, city.code)).city.revision
      }
      try {
        const { revision } = await commitStagedImport(database, {
          city: city.code,
          importId,
          actor: getCommandActor(),
          note: given.note ?? describeImport(report.file.name, place),
          day,
          report,
          fileSha256: await hashFile(file),
          steps: () => readStagedBatches(folder),
        })
        const drafts = await createDraftsFromImport(
          createDraftService({ database, cities: createSnapshotCache(database, 1), now: Date.now }),
          { name: 'cli', address: null },
          {
            city: city.code,
            importId,
            revision,
            fileName: report.file.name,
            left: readUnresolvedGrids(folder),
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
