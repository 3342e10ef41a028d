// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { SOURCE_IDS } from '#shared/layers/city-style.ts'
import { LAYERS } from '#shared/layers/layers.ts'
import type { Changes } from '#shared/tiles/tile-revision.ts'
import { snap } from '#shared/geometry/lattice.ts'
import { tileAddresses } from '../../web/map/tile-addresses.ts'

/** 120°, 33° lies in 10/853/412 of the usual tile scheme. */
const here = { z: 10, x: 853, y: 412 }
const far = { z: 10, x: 856, y: 412 }
const box = [snap(119.99), snap(32.99), snap(120.01), snap(33.01)] as const
const source = LAYERS.find((layer) => layer.id === 'grids')!.source
const layers = LAYERS.filter((layer) => layer.source === source).map((layer) => layer.id)
const url = ({ z, x, y }: typeof here) =>
  `http://map/api/cities/320900/tiles/current/${layers.join()}/${z}/${x}/${y}`

function following(changes: Changes) {
  let now = changes
  const addresses = tileAddresses(() => now)
  return {
    addresses,
    change: (next: Changes) => {
      now = next
    },
  }
}

describe('tile addresses', () => {
  it('name the revision of the tile, not that of the city', () => {
    const { addresses } = following({ base: 3, list: [{ revision: 9, box: [...box], layers: ['grids'] }] })
    expect(addresses.rewrite(url(here))).toContain('/tiles/9/')
    expect(addresses.rewrite(url(far))).toContain('/tiles/3/')
  })

  it('leave alone what is no tile of the city', () => {
    const { addresses } = following({ base: 3, list: [] })
    for (const other of ['http://map/icon.svg', 'http://map/api/cities/320900/tiles/current/nothing/1/1/1'])
      expect(addresses.rewrite(other)).toBe(other)
  })

  it('know after a change which of the tiles on the map it has overtaken', () => {
    const { addresses, change } = following({ base: 3, list: [] })
    for (const tile of [here, far]) addresses.rewrite(url(tile))
    expect(addresses.outdated()).toEqual(new Map())
    change({ base: 3, list: [{ revision: 4, box: [...box], layers: ['grids'] }] })
    expect(addresses.outdated()).toEqual(new Map([[source, [here]]]))
    addresses.rewrite(url(here))
    expect(addresses.outdated()).toEqual(new Map())
    expect(SOURCE_IDS).toContain(source)
  })

  it('name each tile that could not be had once, for another try', () => {
    const { addresses } = following({ base: 3, list: [] })
    addresses.rewrite(url(here))
    addresses.failed(source, here)
    expect(addresses.takeFailed()).toEqual(new Map([[source, [here]]]))
    expect(addresses.takeFailed()).toEqual(new Map())
  })
})
