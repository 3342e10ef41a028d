import { describe, expect, it } from 'vitest'
import { computeBaseRevision, BASE_REVISION_INTERVAL, findTileRevision } from '#shared/tiles/tile-revision.ts'
import { computeTileBox } from '#shared/tiles/tile-box.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { Revision } from '#shared/contract/ids.ts'

const tileAt = (x: number, y: number, z: number) => ({
  z,
  x: Math.floor(toWorldX(x) / 2 ** (31 - z)),
  y: Math.floor(toWorldY(y) / 2 ** (31 - z)),
})

describe('findTileRevision', () => {
  const here = tileAt(1_201_300_000, 333_400_000, 12)
  const farAway = tileAt(1_198_000_000, 328_000_000, 12)
  const box: Box = [1_201_299_000, 333_399_000, 1_201_301_000, 333_401_000]
  const changes = {
    base: 5,
    list: [
      { revision: Revision.parse(6), box, layers: ['grids'] },
      { revision: Revision.parse(7), box: null, layers: [] },
    ],
  }

  it('is the latest change that touches the tile and one of its layers', () => {
    expect(findTileRevision(changes, here, ['grids'])).toBe(6)
    expect(findTileRevision(changes, here, ['stations'])).toBe(5)
    expect(findTileRevision(changes, farAway, ['grids'])).toBe(5)
  })

  it('includes a change in the buffer of the neighbouring tile', () => {
    const [west, south, east, north] = computeTileBox(here)
    const justOutside = {
      base: 0,
      list: [{ revision: Revision.parse(1), box: [east - 10, south, east, north] as Box, layers: ['grids'] }],
    }
    const neighbour = { ...here, x: here.x + 1 }
    expect([here, neighbour].map((tile) => findTileRevision(justOutside, tile, ['grids']))).toEqual([1, 1])
    expect(findTileRevision(justOutside, { ...here, x: here.x - 1 }, ['grids'])).toBe(0)
    expect(west).toBeLessThan(east)
  })
})

describe('computeBaseRevision', () => {
  it('advances in steps and keeps at least one step of changes', () => {
    expect(
      [
        0,
        1,
        BASE_REVISION_INTERVAL,
        2 * BASE_REVISION_INTERVAL - 1,
        2 * BASE_REVISION_INTERVAL,
        3 * BASE_REVISION_INTERVAL,
      ].map((revision) => computeBaseRevision(Revision.parse(revision))),
    ).toEqual([0, 0, 0, 0, BASE_REVISION_INTERVAL, 2 * BASE_REVISION_INTERVAL])
  })
})
