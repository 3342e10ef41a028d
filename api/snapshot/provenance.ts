import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { Provenance } from '#shared/contract/city.ts'

export function provenanceOf({ code, revision, dataDate, source, demo, asOf }: CitySnapshot): Provenance {
  return { city: code, revision, dataDate, source, demo, ...(asOf === null ? {} : { asOf }) }
}
