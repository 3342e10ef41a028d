import { computed, onScopeDispose, ref, watch } from 'vue'

/** Input events within this time form one undo step. */
const MERGE_MS = 500
const MAX_STEPS = 100

const isTextInput = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && /^(text|number|search|time)$/.test(target.type)

/**
 * Undo and redo for a value that is edited in place and can be serialised as text. `begin` clears the history, for
 * example after another document was loaded.
 */
export function useUndo({ text, apply }: { text: () => string | null; apply: (text: string) => void }) {
  const states = ref<string[]>([])
  const at = ref(-1)
  let timer: ReturnType<typeof setTimeout> | undefined

  function record(): void {
    clearTimeout(timer)
    timer = undefined
    const now = text()
    if (now === null || now === states.value[at.value]) return
    states.value = [...states.value.slice(0, at.value + 1), now].slice(-MAX_STEPS)
    at.value = states.value.length - 1
  }
  function go(by: -1 | 1): void {
    record()
    const state = states.value[at.value + by]
    if (state === undefined) return
    at.value += by
    apply(state)
  }
  watch(text, () => {
    clearTimeout(timer)
    if (isTextInput(document.activeElement)) timer = setTimeout(record, MERGE_MS)
    else record()
  })
  const isPending = computed(() => text() !== states.value[at.value])

  const onKey = (event: KeyboardEvent) => {
    const key = event.key.toLowerCase()
    // text inputs have their own undo
    if (
      isTextInput(event.target) ||
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
      record()
    },
  }
}
