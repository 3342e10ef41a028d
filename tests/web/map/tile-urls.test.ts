// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { SOURCE_IDS } from '#shared/layers/city-style.ts'
import { LAYERS } from '#shared/layers/layers.ts'
import type { RecentMapChanges } from '#shared/tiles/tile-revision.ts'
import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { Revision } from '#shared/contract/ids.ts'
import { createTileUrls } from '../../../web/map/tile-urls.ts'

/** 120°, 33° lies in 10/853/412 of the usual tile scheme. */
const here = { z: 10, x: 853, y: 412 }
const far = { z: 10, x: 856, y: 412 }
const box = [
  toLatticeUnits(119.99),
  toLatticeUnits(32.99),
  toLatticeUnits(120.01),
  toLatticeUnits(33.01),
] as const
const source = LAYERS.find((layer) => layer.id === 'grids')!.source
const layers = LAYERS.filter((layer) => layer.source === source).map((layer) => layer.id)
const url = ({ z, x, y }: typeof here) =>
  `http://map/api/cities/320900/tiles/current/${layers.join()}/${z}/${x}/${y}`

function following(changes: RecentMapChanges) {
  let now = changes
  const addresses = createTileUrls(() => now)
  return {
    addresses,
    change: (next: RecentMapChanges) => {
      now = next
    },
  }
}

describe('tile URLs', () => {
  it('contain the revision of the tile, not that of the city', () => {
    const { addresses } = following({
      base: 3,
      list: [{ revision: Revision.parse(9), box: [...box], layers: ['grids'] }],
    })
    expect(addresses.rewrite(url(here))).toContain('/tiles/9/')
    expect(addresses.rewrite(url(far))).toContain('/tiles/3/')
  })

  it('are unchanged when they are not tiles of the city', () => {
    const { addresses } = following({ base: 3, list: [] })
    for (const other of ['http://map/icon.svg', 'http://map/api/cities/320900/tiles/current/nothing/1/1/1'])
      expect(addresses.rewrite(other)).toBe(other)
  })

  it('report which tiles on the map are outdated after a change', () => {
    const { addresses, change } = following({ base: 3, list: [] })
    for (const tile of [here, far]) addresses.rewrite(url(tile))
    expect(addresses.outdated()).toEqual(new Map())
    change({ base: 3, list: [{ revision: Revision.parse(4), box: [...box], layers: ['grids'] }] })
    expect(addresses.outdated()).toEqual(new Map([[source, [here]]]))
    addresses.rewrite(url(here))
    expect(addresses.outdated()).toEqual(new Map())
    expect(SOURCE_IDS).toContain(source)
  })

  it('report each failed tile once, for a retry', () => {
    const { addresses } = following({ base: 3, list: [] })
    addresses.rewrite(url(here))
    addresses.failed(source, here)
    expect(addresses.takeFailed()).toEqual(new Map([[source, [here]]]))
    expect(addresses.takeFailed()).toEqual(new Map())
  })
})
