// @vitest-environment node
import { computed, nextTick, reactive, ref, shallowReactive } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { MapEngine } from '../../../web/map/engine.ts'
import { type SyncMapOptions, syncMap } from '../../../web/map/sync-map.ts'

/** A map that only remembers what it was told; what a browser draws of it is for the browser tests. */
function open() {
  const told: string[] = []
  const engine = {
    on: () => () => undefined,
    camera: () => ({ lon: 0, lat: 0, zoom: 8, bearing: 0 }),
    setStyle: () => told.push('style'),
    setValues: (_: unknown, ids: readonly number[]) => told.push(`values ${ids.join()}`),
    setFlag: (_: unknown, id: number, flag: string, on: boolean) => told.push(`${flag} ${id} ${on}`),
    refreshTiles: (source: string) => told.push(`tiles ${source}`),
  } as unknown as MapEngine
  const attribution = ref('2026')
  const style = computed<StyleSpecification>(() => ({
    version: 8,
    sources: { grids: { type: 'vector', attribution: attribution.value } },
    layers: [],
  }))
  const map = reactive({
    state: 'idle',
    metric: 'branch-share',
    level: 'grid',
    depth: 'flat',
    holding: false,
    camera: null,
    target: null,
    home: true,
    insets: {},
  })
  const column = (values: number[]) => ({
    metric: 'branch-share',
    level: 'grid',
    revision: 1,
    ids: [1, 2, 3],
    values,
  })
  const columns = shallowReactive({ byLevel: new Map([['grid', column([0, 0, 1])]]), failed: false })
  const city = shallowReactive({ address: '320900', changes: {}, line: 'up', known: null })
  const outdated = vi.fn(() => new Map([['grids', []]]))
  const stop = syncMap({
    engine,
    style,
    city,
    map,
    columns,
    preferences: { calm: true },
    selection: shallowReactive({ chosen: { id: 2, layer: 'grids' }, hovered: null }),
    addresses: { clear: () => undefined, outdated, takeFailed: () => new Map() },
  } as unknown as SyncMapOptions)
  return { told, attribution, map, columns, city, column, stop }
}

describe('the map synchroniser', () => {
  let page: ReturnType<typeof open>
  beforeEach(() => {
    page = open()
    page.told.length = 0
    return () => page.stop()
  })

  it('sends only the changed values', async () => {
    page.columns.byLevel = new Map([['grid', page.column([0, 1, 1])]])
    await nextTick()
    expect(page.told).toEqual(['values 2'])
  })

  it('sends everything again when a source is replaced, as when the data’s day changes', async () => {
    page.attribution.value = '2027'
    await nextTick()
    expect(page.told).toEqual(['style', 'values 1,2,3', 'selected 2 true'])
  })

  it('postpones a change while the map is paused', async () => {
    page.map.holding = true
    page.city.changes = {}
    await nextTick()
    expect(page.told).toEqual([])
    page.map.holding = false
    await nextTick()
    expect(page.told).toEqual(['tiles grids'])
  })
})
