import { computed, type ComputedRef, watch } from 'vue'
import {
  type GridRow,
  listGrids,
  listPlaces,
  listUnits,
  type PlaceRow,
  type UnitRow,
} from '#shared/contract/city/features.ts'
import type { LayerId, TerritoryLevel } from '#shared/contract/enums.ts'
import { request } from '../../../lib/request.ts'
import { createLoader } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'

/** A unit by its level and code; null: the whole city. */
export interface ParentUnit {
  level: Exclude<TerritoryLevel, 'grid'>
  code: string
}

export interface ChildUnits {
  level: TerritoryLevel
  rows: readonly (UnitRow | GridRow)[]
}

const BELOW: Record<ParentUnit['level'], TerritoryLevel> = {
  district: 'street',
  street: 'community',
  community: 'grid',
}

/** Units, or grids, directly inside a unit; asked for again with every revision of the city. */
export function useChildUnits(parent: ComputedRef<ParentUnit | null>) {
  const city = useCity()
  const { resource, load } = createLoader<ChildUnits>()
  const { resource: places, load: loadPlaces } = createLoader<PlaceRow[]>()

  watch(
    [() => city.address, () => city.revision, () => parent.value?.code],
    ([address, , now], before) => {
      if (address === null) return
      const keep = before[0] === address && before[2] === now
      void load((signal) => rowsIn(address, parent.value, signal), { keep })
      void loadPlaces((signal) => placesIn(address, parent.value, signal), { keep })
    },
    { immediate: true },
  )

  return { inside: computed(() => resource.value), places: computed(() => places.value) }
}

async function rowsIn(city: string, parent: ParentUnit | null, signal: AbortSignal): Promise<ChildUnits> {
  const level = parent === null ? 'district' : BELOW[parent.level]
  if (level === 'grid') {
    const { grids } = await request(
      listGrids,
      { params: { city }, query: { parent: parent?.code, limit: 5000 } },
      { signal },
    )
    return { level, rows: grids }
  }
  const query = parent === null ? { level } : { parent: parent.code }
  const { units } = await request(
    listUnits,
    { params: { city }, query: { ...query, limit: 5000 } },
    { signal },
  )
  return { level, rows: units }
}

/** Of a whole city or district there are too many to be read as a list. */
async function placesIn(city: string, parent: ParentUnit | null, signal: AbortSignal): Promise<PlaceRow[]> {
  if (parent === null || parent.level === 'district') return []
  return (
    await request(listPlaces, { params: { city }, query: { parent: parent.code, limit: 1000 } }, { signal })
  ).places
}

const LEVEL_OF: Partial<Record<LayerId, ParentUnit['level']>> = {
  districts: 'district',
  streets: 'street',
  communities: 'community',
}

/** The unit that a feature is, if it is one. */
export function toParentUnit(layer: LayerId, code: string | null): ParentUnit | null {
  const level = LEVEL_OF[layer]
  return level === undefined || code === null ? null : { level, code }
}
