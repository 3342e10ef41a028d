import { describe, expect, it } from 'vitest'
import { baseOf, CHANGES_KEPT, tileRevision } from '#shared/tiles/tile-revision.ts'
import { tileBox } from '#shared/tiles/tile-box.ts'
import { worldX, worldY } from '#shared/tiles/world.ts'
import type { Box } from '#shared/geometry/lattice.ts'

const tileAt = (x: number, y: number, z: number) => ({
  z,
  x: Math.floor(worldX(x) / 2 ** (31 - z)),
  y: Math.floor(worldY(y) / 2 ** (31 - z)),
})

describe('tileRevision', () => {
  const here = tileAt(1_201_300_000, 333_400_000, 12)
  const farAway = tileAt(1_198_000_000, 328_000_000, 12)
  const box: Box = [1_201_299_000, 333_399_000, 1_201_301_000, 333_401_000]
  const changes = {
    base: 5,
    list: [
      { revision: 6, box, layers: ['grids'] },
      { revision: 7, box: null, layers: [] },
    ],
  }

  it('is that of the latest change which touches the tile and one of its layers', () => {
    expect(tileRevision(changes, here, ['grids'])).toBe(6)
    expect(tileRevision(changes, here, ['stations'])).toBe(5)
    expect(tileRevision(changes, farAway, ['grids'])).toBe(5)
  })

  it('counts a change in the buffer of the neighbouring tile, which draws it too', () => {
    const [west, south, east, north] = tileBox(here)
    const justOutside = {
      base: 0,
      list: [{ revision: 1, box: [east - 10, south, east, north] as Box, layers: ['grids'] }],
    }
    const neighbour = { ...here, x: here.x + 1 }
    expect([here, neighbour].map((tile) => tileRevision(justOutside, tile, ['grids']))).toEqual([1, 1])
    expect(tileRevision(justOutside, { ...here, x: here.x - 1 }, ['grids'])).toBe(0)
    expect(west).toBeLessThan(east)
  })
})

describe('baseOf', () => {
  it('moves in steps, and keeps at least one step of changes', () => {
    expect(
      [0, 1, CHANGES_KEPT, 2 * CHANGES_KEPT - 1, 2 * CHANGES_KEPT, 3 * CHANGES_KEPT].map(baseOf),
    ).toEqual([0, 0, 0, 0, CHANGES_KEPT, 2 * CHANGES_KEPT])
  })
})
