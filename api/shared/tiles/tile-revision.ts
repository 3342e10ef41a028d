import type { Revision } from '../contract/ids.ts'
import { itemAt } from '../geometry/at.ts'
import type { Box } from '../geometry/lattice.ts'
import type { TileZxy } from './encode-tile.ts'
import { computeTileBox } from './tile-box.ts'

/** Map changes of recent revisions; everything older is summarised in `base`. */
export interface RecentMapChanges {
  base: number
  /** Oldest first. `box` null: no visible change. */
  list: readonly { revision: Revision; box: Box | null; layers: readonly string[] }[]
}

/**
 * The list spans at most twice this number of revisions; then `base` advances and every tile gets a new URL
 * once.
 */
export const BASE_REVISION_INTERVAL = 512

/**
 * Returns the `base` of a revision: the same on every server, so that all of them use the same URL for a
 * tile.
 */
export function computeBaseRevision(revision: Revision): number {
  return Math.max(0, (Math.floor(revision / BASE_REVISION_INTERVAL) - 1) * BASE_REVISION_INTERVAL)
}

/**
 * Returns the revision of a tile: the latest change that touches it. Edits elsewhere do not change its URL.
 */
export function findTileRevision(
  changes: RecentMapChanges,
  address: TileZxy,
  layers: readonly string[],
): number {
  if (changes.list.length === 0) return changes.base
  const [west, south, east, north] = computeTileBox(address)
  for (let i = changes.list.length - 1; i >= 0; i--) {
    const { revision, box, layers: changed } = itemAt(changes.list, i)
    if (box === null || box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue
    if (changed.some((layer) => layers.includes(layer))) return revision
  }
  return changes.base
}
