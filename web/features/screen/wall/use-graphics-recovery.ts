import { onScopeDispose, ref, watch } from 'vue'
import { useMap } from '../../../state/map.store.ts'

/** A lost WebGL context that does not come back within this time is replaced by a new map. */
const RECREATE_AFTER_MS = 15_000

/** A key for the map component: another value creates the map anew after its graphics were lost. */
export function useGraphicsRecovery() {
  const map = useMap()
  const attempt = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => map.state,
    (state) => {
      clearTimeout(timer)
      if (state === 'lost') timer = setTimeout(() => attempt.value++, RECREATE_AFTER_MS)
    },
  )
  onScopeDispose(() => clearTimeout(timer))
  return attempt
}
