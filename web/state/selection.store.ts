import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { type FeatureDetail, getFeature } from '#shared/contract/city/features.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'
import { useCity } from './city.store.ts'

/** A feature by its number in the tiles, or by its code; whoever names it knows one of the two. */
export type FeatureRef = { layer: LayerId } & (
  { id: number; code?: string } | { id?: undefined; code: string }
)

/** `at`: pixels of the map under the pointer; null when it was pointed at in a list. */
export interface HoveredFeature {
  layer: LayerId
  id: number
  name: string | null
  at: { x: number; y: number } | null
}

/** Layers whose features can be looked at. */
export const selectableLayers = [
  'districts',
  'streets',
  'communities',
  'grids',
  'buildings',
  'parks',
  'stations',
  'centers',
] as const satisfies readonly LayerId[]

/** What the reader points at, and what they have chosen to look at. */
export const useSelection = defineStore('selection', () => {
  const city = useCity()
  const hovered = shallowRef<HoveredFeature | null>(null)
  const chosen = shallowRef<FeatureRef | null>(null)
  const { resource: detail, load, clear } = createLoader<FeatureDetail>()

  const known = computed(() => getResourceValue(detail.value) ?? null)

  async function loadDetail(keep: boolean): Promise<FeatureDetail | undefined> {
    const feature = chosen.value
    const { address } = city
    if (feature === null || address === null) {
      clear()
      return undefined
    }
    const name = feature.id === undefined ? `code:${feature.code}` : String(feature.id)
    const answer = await load(
      (signal) =>
        request(getFeature, { params: { city: address, layer: feature.layer, feature: name } }, { signal }),
      { keep },
    )
    // from now on both names are known
    if (answer !== undefined && chosen.value === feature)
      chosen.value = {
        layer: feature.layer,
        id: answer.id,
        ...(answer.code === null ? {} : { code: answer.code }),
      }
    return answer
  }

  async function choose(feature: FeatureRef | null): Promise<void> {
    if (isSameFeature(feature, chosen.value)) return
    chosen.value = feature
    clear()
    await loadDetail(false)
  }

  watch(
    () => city.revision,
    (now, before) => {
      if (before > 0 && now > 0) void loadDetail(true)
    },
  )
  watch(
    () => city.address,
    () => {
      hovered.value = null
      if (chosen.value !== null) void loadDetail(false)
    },
  )

  return { hovered, chosen, detail, known, choose, reload: () => loadDetail(true) }
})

export function isSameFeature(a: FeatureRef | null, b: FeatureRef | null): boolean {
  if (a === null || b === null) return a === b
  return (
    a.layer === b.layer &&
    ((a.id !== undefined && a.id === b.id) || (a.code !== undefined && a.code === b.code))
  )
}
