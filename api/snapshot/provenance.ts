import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { Provenance } from '#shared/contract/city/city.ts'

export function toProvenance({ code, revision, dataDate, source, demo, asOf }: CitySnapshot): Provenance {
  return { city: code, revision, dataDate, source, demo, ...(asOf === null ? {} : { asOf }) }
}
