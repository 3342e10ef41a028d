import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { RecentMapChanges } from '#shared/tiles/tile-revision.ts'

/** A city in memory, with the recent changes that determine the URLs of its tiles. */
export interface LoadedCity {
  snapshot: CitySnapshot
  changes: RecentMapChanges
}
