import { computed, onScopeDispose, ref, watch } from 'vue'
import type { SearchHit } from '#shared/contract/city/features.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'

/** The request is sent when nothing has been typed for this long. */
const REST_MS = 120

/**
 * State of a search as one types: the text, the hits, and the hit that Enter takes. Enter before the answer to the whole
 * text takes the first hit when that answer arrives; the answer to a part of the text is shown, but never taken.
 * `search` returns hits, best first; `take` is called with the hit that Enter chose.
 */
export function useSearch({
  search,
  take,
}: {
  search: (text: string, signal: AbortSignal) => Promise<SearchHit[]>
  take: (hit: SearchHit) => void
}) {
  const { resource, load, clear } = createLoader<SearchHit[]>()
  const text = ref('')
  const active = ref(-1)
  const hits = computed(() => getResourceValue(resource.value) ?? [])
  /** The text that the hits answer. */
  let answered = ''
  /** Enter came before the answer. */
  let takeFirst = false
  let rest: ReturnType<typeof setTimeout> | undefined

  watch(
    text,
    (value) => {
      clearTimeout(rest)
      active.value = -1
      answered = ''
      takeFirst = false
      const wanted = value.trim()
      if (wanted === '') clear()
      else rest = setTimeout(() => void ask(wanted), REST_MS)
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => {
    clearTimeout(rest)
    clear()
  })

  async function ask(wanted: string): Promise<void> {
    const found = await load((signal) => search(wanted, signal), { keep: true })
    if (found === undefined || wanted !== text.value.trim()) return
    answered = wanted
    const [first] = found
    if (first === undefined) return
    active.value = 0
    if (takeFirst) take(first)
  }

  /** Takes the active hit, now or when the answer has come. */
  function enter(): void {
    if (text.value.trim() !== answered) {
      takeFirst = true
      return
    }
    const hit = hits.value[active.value]
    if (hit !== undefined) take(hit)
  }

  /** Moves the active hit by a number of places, past the end to the beginning. */
  function step(by: number): void {
    const { length } = hits.value
    if (length > 0) active.value = (active.value + by + length) % length
  }

  return { text, resource, hits, active, enter, step }
}
