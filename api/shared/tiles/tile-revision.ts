import type { Box } from '../geometry/lattice.ts'
import type { TileZxy } from './encode-tile.ts'
import { computeTileBox } from './tile-box.ts'

/** What each recent revision changed on the map; everything older than the list is summed up in `base`. */
export interface RecentMapChanges {
  base: number
  /** Oldest first. `box` null: nothing on the map. */
  list: readonly { revision: number; box: Box | null; layers: readonly string[] }[]
}

/** How many revisions the list spans at most twice over; then `base` moves on and every tile gets a new address once. */
export const BASE_REVISION_INTERVAL = 512

/** Where `base` stands at a revision: the same on every server, so that all of them give a tile the same address. */
export function computeBaseRevision(revision: number): number {
  return Math.max(0, (Math.floor(revision / BASE_REVISION_INTERVAL) - 1) * BASE_REVISION_INTERVAL)
}

/** The revision that a tile shows: the latest change that touches it. An edit elsewhere leaves it, and its address, alone. */
export function findTileRevision(
  changes: RecentMapChanges,
  address: TileZxy,
  layers: readonly string[],
): number {
  if (changes.list.length === 0) return changes.base
  const [west, south, east, north] = computeTileBox(address)
  for (let i = changes.list.length - 1; i >= 0; i--) {
    const { revision, box, layers: changed } = changes.list[i]
    if (box === null || box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue
    if (changed.some((layer) => layers.includes(layer))) return revision
  }
  return changes.base
}
