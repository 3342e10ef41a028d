import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { RecentMapChanges } from '#shared/tiles/tile-revision.ts'

/** A city as this server knows it now, with the recent changes from which its tiles take their addresses. */
export interface LoadedCity {
  snapshot: CitySnapshot
  changes: RecentMapChanges
}
