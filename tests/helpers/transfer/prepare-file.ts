import { type CityPlace, DEFAULT_PLACE } from '#shared/city/city-place.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { ImportRequest } from '../../../api/transfer/import/import-request.ts'
import { planImport } from '../../../api/transfer/import/plan-import.ts'
import type { ImportStep, RowOutcome } from '../../../api/transfer/import/staging/staging.ts'
import type { TilingConflict } from '../../../api/transfer/import/staging/tiling-conflict.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { createDatasetReader } from './dataset-reader.ts'

/** Prepares a file for a city that is in no database, and returns what would become of each row. */
export async function prepareFile(
  facts: CityDataset,
  name: string,
  content: string | Uint8Array,
  target: TargetId,
  request: Partial<ImportRequest> = {},
  place: CityPlace = DEFAULT_PLACE,
) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const file = createMemorySource(name, bytes)
  const rows: RowOutcome[] = []
  const places: TilingConflict[] = []
  const steps: { step: ImportStep; rows: readonly object[] }[] = []
  const { code, dataDate } = facts.city
  try {
    const report = await planImport({
      file,
      city: { code, name: facts.city.name, revision: Revision.parse(1), dataDate, place },
      read: createDatasetReader(facts),
      request: { target, missing: 'keep', toleranceM: 0.5, day: '2026-01-01', ...request },
      staging: {
        put: (step, staged) => Promise.resolve(void steps.push({ step, rows: staged })),
        tell: (row) => Promise.resolve(void rows.push(row)),
        place: (place) => Promise.resolve(void places.push(place)),
        draft: () => Promise.resolve(),
      },
    })
    return {
      report,
      steps,
      places,
      rows,
      codes: rows.map(({ problems }) => problems.map(({ code: each }) => each)),
    }
  } finally {
    await file.close()
  }
}
