import { onScopeDispose, readonly, ref } from 'vue'

/** The whole screen for the page, and back. */
export function useFullScreen() {
  const on = ref(document.fullscreenElement !== null)
  const update = () => {
    on.value = document.fullscreenElement !== null
  }
  document.addEventListener('fullscreenchange', update)
  onScopeDispose(() => document.removeEventListener('fullscreenchange', update))

  return {
    possible: document.fullscreenEnabled,
    on: readonly(on),
    async toggle(): Promise<void> {
      // a browser may refuse without being asked by hand; then nothing changes
      await (on.value ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(
        () => undefined,
      )
    },
  }
}
