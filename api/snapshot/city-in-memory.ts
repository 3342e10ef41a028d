import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { Changes } from '#shared/tiles/tile-revision.ts'

/** A city as this server knows it now, with the recent changes from which its tiles take their addresses. */
export interface CityInMemory {
  snapshot: CitySnapshot
  changes: Changes
}
