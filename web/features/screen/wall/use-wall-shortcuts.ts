import { onBeforeUnmount, onMounted } from 'vue'
import type { Drill } from '../wall-state/use-drill.ts'
import type { Scenes } from './use-scenes.ts'

/** Keys of a keyboard or of a presenter: page up and down turn the scenes, its black-screen key holds the rotation. */
export function useWallShortcuts({
  scenes,
  drill,
  behind,
}: {
  scenes: Scenes
  drill: Drill
  behind: { isOpen: () => boolean; close: () => void }
}): void {
  const acts: Record<string, () => unknown> = {
    PageDown: scenes.next,
    PageUp: scenes.previous,
    ArrowRight: () => (drill.open.value ? drill.mark(1) : scenes.next()),
    ArrowLeft: () => (drill.open.value ? drill.mark(-1) : scenes.previous()),
    ArrowDown: () => drill.mark(1),
    ArrowUp: () => drill.mark(-1),
    Enter: () => drill.down(),
    Backspace: () => drill.up(),
    Escape: () => (behind.isOpen() ? behind.close() : drill.open.value ? drill.close() : undefined),
    ' ': scenes.hold,
    '.': scenes.hold,
    b: scenes.hold,
  }
  const onKey = (event: KeyboardEvent) => {
    scenes.touched()
    const act = acts[event.key]
    const busy =
      event.target instanceof HTMLElement &&
      event.target.closest('button, a, input') !== null &&
      (event.key === 'Enter' || event.key === ' ')
    if (act === undefined || busy || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    void act()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
