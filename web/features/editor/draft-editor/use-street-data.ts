import { reactive, ref, shallowRef, watch } from 'vue'
import { CitySettings, getSettings } from '#shared/contract/city/city-settings.ts'
import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import { getDraftBase, getSnapTargets } from '#shared/contract/drafts/drafts.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { request } from '../../../lib/request.ts'
import { NO_SNAP_TARGETS, readSnapTargets } from './snap-targets.ts'

/** What surrounds a draft: snap targets and premises of its street, the city's rules, and the city's present grids. */
export function useStreetData(
  city: string,
  getStreet: () => string | undefined,
  runAction: (work: () => Promise<void>) => Promise<void>,
) {
  const snapTargets = shallowRef(NO_SNAP_TARGETS)
  /** The same as it was sent; null: not loaded. */
  const lines = shallowRef<SnapTargetData | null>(null)
  const settings = shallowRef<CitySettings>(CitySettings.parse({}))
  /** The present grids are drawn under those of the draft. */
  const isComparing = ref(false)
  const presentState = shallowRef<DraftState | null>(null)

  /** The editor works without either. */
  async function load(unit: string): Promise<void> {
    const [targets, answer] = await Promise.allSettled([
      request(getSnapTargets, { params: { city, unit } }),
      request(getSettings, { params: { city } }),
    ])
    if (targets.status === 'fulfilled') {
      snapTargets.value = readSnapTargets(targets.value)
      lines.value = targets.value
    }
    if (answer.status === 'fulfilled') settings.value = answer.value.settings
  }

  watch(
    getStreet,
    (unit) => {
      if (unit !== undefined) void load(unit)
    },
    { immediate: true },
  )
  watch(isComparing, async (on) => {
    const unit = getStreet()
    presentState.value = null
    if (!on || unit === undefined) return
    await runAction(async () => {
      presentState.value = readDraftBase(await request(getDraftBase, { params: { city, unit } }))
    })
  })

  return reactive({ snapTargets, lines, settings, isComparing, presentState })
}

export type StreetData = ReturnType<typeof useStreetData>
