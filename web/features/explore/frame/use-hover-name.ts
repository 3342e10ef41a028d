import { type ComputedRef, computed, onScopeDispose, ref, watch } from 'vue'
import { getFeature } from '#shared/contract/city/features.ts'
import { request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'
import { useSelection } from '../../../state/selection.store.ts'

/** The pointer rests this long before a name is asked for. */
const REST_MS = 60
const MOST_KNOWN = 500

/**
 * The name of what is under the pointer. Tiles of far views carry numbers alone, to be small; the names of the few
 * features that somebody points at are fetched one by one and remembered.
 */
export function useHoverName(): ComputedRef<string | null> {
  const city = useCity()
  const selection = useSelection()
  const preferences = usePreferences()
  const known = ref(new Map<string, { name: string; nameEn: string | null }>())
  let rest: ReturnType<typeof setTimeout> | undefined
  let asking = new AbortController()

  const key = computed(() =>
    selection.hovered?.at ? `${selection.hovered.layer}/${selection.hovered.id}` : null,
  )

  watch([() => city.address, () => city.revision], () => {
    known.value = new Map()
  })
  watch(key, (wanted) => {
    clearTimeout(rest)
    asking.abort()
    const { hovered } = selection
    if (wanted === null || hovered === null || known.value.has(wanted)) return
    rest = setTimeout(() => void ask(wanted, hovered.layer, hovered.id), REST_MS)
  })
  onScopeDispose(() => {
    clearTimeout(rest)
    asking.abort()
  })

  async function ask(wanted: string, layer: string, id: number): Promise<void> {
    const { address } = city
    if (address === null) return
    asking = new AbortController()
    const { signal } = asking
    try {
      const { name, nameEn } = await request(
        getFeature,
        { params: { city: address, layer, feature: String(id) } },
        { signal },
      )
      if (known.value.size >= MOST_KNOWN) known.value.clear()
      known.value.set(wanted, { name, nameEn })
    } catch {
      // without a name the tip shows the figure alone
    }
  }

  return computed(() => {
    if (key.value === null) return null
    const found = known.value.get(key.value)
    if (found === undefined) return selection.hovered?.name ?? null
    return preferences.language === 'en' ? (found.nameEn ?? found.name) : found.name
  })
}
