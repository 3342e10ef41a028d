import type { ImportJob, ImportOptions } from '#shared/contract/transfer/imports.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import type { Database } from '../../db/database.ts'
import { findSavedMapping, type SavedMapping } from '../import/commit/saved-mapping.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import type { ImportRequest } from '../import/import-request.ts'

export const buildImportRequest = (options: ImportOptions, city: CityVersion): ImportRequest => ({
  ...options,
  day: getImportDay(options, city),
})

/** The day from which the changes of an import hold: today where the city lies unless the options state another. */
export const getImportDay = (options: ImportOptions | null, { place }: Pick<CityVersion, 'place'>): string =>
  options?.day ?? toLocalDay(Date.now(), place.timeZone)

/** How a file with the same columns was read the last time; null: no such file was imported. */
export async function findMappingOfJob(
  database: Database,
  { city, found }: ImportJob,
  { target, layer, headRow }: Pick<ImportRequest, 'target' | 'layer' | 'headRow'>,
): Promise<SavedMapping | null> {
  // the columns that were found are those of another head
  if (headRow !== undefined) return null
  const { columns } = found?.layers.find(({ name }) => name === layer) ?? found?.layers[0] ?? {}
  return columns ? findSavedMapping(database, city, target, columns) : null
}

/** Adds the saved mapping of an earlier file with the same columns to a request that states none. */
export async function addSavedMapping(
  database: Database,
  job: ImportJob,
  request: ImportRequest,
): Promise<ImportRequest> {
  const saved = request.mapping === undefined ? await findMappingOfJob(database, job, request) : null
  return saved ? { ...request, mapping: saved.mapping } : request
}
