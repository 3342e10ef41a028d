import type { Box } from '../geometry/lattice.ts'
import type { TileAddress } from './encode-tile.ts'
import { tileBox } from './tile-box.ts'

/** What each recent revision changed on the map; everything older than the list is summed up in `base`. */
export interface Changes {
  base: number
  /** Oldest first. `box` null: nothing on the map. */
  list: readonly { revision: number; box: Box | null; layers: readonly string[] }[]
}

/** How many revisions the list spans at most twice over; then `base` moves on and every tile gets a new address once. */
export const CHANGES_KEPT = 512

/** Where `base` stands at a revision: the same on every server, so that all of them give a tile the same address. */
export function baseOf(revision: number): number {
  return Math.max(0, (Math.floor(revision / CHANGES_KEPT) - 1) * CHANGES_KEPT)
}

/** The revision that a tile shows: the latest change that touches it. An edit elsewhere leaves it, and its address, alone. */
export function tileRevision(changes: Changes, address: TileAddress, layers: readonly string[]): number {
  if (changes.list.length === 0) return changes.base
  const [west, south, east, north] = tileBox(address)
  for (let i = changes.list.length - 1; i >= 0; i--) {
    const { revision, box, layers: changed } = changes.list[i]
    if (box === null || box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue
    if (changed.some((layer) => layers.includes(layer))) return revision
  }
  return changes.base
}
