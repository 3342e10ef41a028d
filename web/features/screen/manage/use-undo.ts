import { computed, onScopeDispose, ref, watch } from 'vue'

/** What is written within this time is one step: a word, a number that is turned. */
const TOGETHER_MS = 500
const MOST_STEPS = 100

/** Letters and figures are being written there. */
const isWriting = (at: EventTarget | null) =>
  at instanceof HTMLInputElement && /^(text|number|search|time)$/.test(at.type)

/**
 * Undo and redo of something that is edited in place and can be written as text. `begin` forgets what was before, as when
 * another thing is opened.
 */
export function useUndo({ text, take }: { text: () => string | null; take: (text: string) => void }) {
  const states = ref<string[]>([])
  const at = ref(-1)
  let timer: ReturnType<typeof setTimeout> | undefined

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    const now = text()
    if (now === null || now === states.value[at.value]) return
    states.value = [...states.value.slice(0, at.value + 1), now].slice(-MOST_STEPS)
    at.value = states.value.length - 1
  }
  function go(by: -1 | 1): void {
    keep()
    const state = states.value[at.value + by]
    if (state === undefined) return
    at.value += by
    take(state)
  }
  watch(text, () => {
    clearTimeout(timer)
    if (isWriting(document.activeElement)) timer = setTimeout(keep, TOGETHER_MS)
    else keep()
  })
  const isPending = computed(() => text() !== states.value[at.value])

  const onKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    // letters have an undo of their own
    if (
      isWriting(event.target) ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      (key !== 'z' && key !== 'y')
    )
      return
    event.preventDefault()
    go(key === 'y' || event.shiftKey ? 1 : -1)
  }
  window.addEventListener('keydown', onKey)
  onScopeDispose(() => {
    clearTimeout(timer)
    window.removeEventListener('keydown', onKey)
  })

  return {
    canUndo: computed(() => at.value > 0 || (at.value === 0 && isPending.value)),
    canRedo: computed(() => !isPending.value && at.value < states.value.length - 1),
    undo: () => go(-1),
    redo: () => go(1),
    begin() {
      states.value = []
      at.value = -1
      keep()
    },
  }
}
