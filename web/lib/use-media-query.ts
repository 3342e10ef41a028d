import { onScopeDispose, readonly, type Ref, ref } from 'vue'

/** Whether a media query holds, now and later. */
export function useMediaQuery(query: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(query)
  const holds = ref(list.matches)
  const update = () => {
    holds.value = list.matches
  }
  list.addEventListener('change', update)
  onScopeDispose(() => list.removeEventListener('change', update))
  return readonly(holds)
}
