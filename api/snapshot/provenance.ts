import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Provenance } from '#shared/contract/city/city.ts'

/**
 * Returns source and date of a snapshot for an answer.
 *
 * @param metrics versions of the metrics in the answer; a new version changes the answer and thereby its ETag
 */
export function toProvenance(
  { code, revision, dataDate, source, demo, asOf, settings }: CitySnapshot,
  metrics?: string,
): Provenance {
  return {
    city: code,
    revision,
    dataDate,
    source,
    demo,
    ...(asOf === null ? {} : { asOf }),
    ...(settings.buildings.figures === 'counted' ? { figures: 'counted' } : {}),
    ...(metrics === undefined ? {} : { metrics }),
  }
}
