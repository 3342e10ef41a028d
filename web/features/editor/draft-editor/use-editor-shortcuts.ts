import { onBeforeUnmount, onMounted } from 'vue'
import type { InputMode } from './use-input-modes.ts'
import { type ToolId, TOOLS } from './tools.ts'

const MODE_KEYS: Readonly<Record<string, InputMode>> = {
  s: 'snapping',
  t: 'tracing',
  f: 'freehand',
  i: 'numeric',
}

export interface EditorShortcutActions {
  chooseTool(tool: ToolId): void
  finish(): void
  stepBack(): void
  cancel(): void
  undo(): void
  redo(): void
  toggleMode(mode: InputMode): void
  halve(): void
  /** 1: the next problem, -1: the one before. */
  goToProblem(step: 1 | -1): void
  toggleTable(): void
  toggleLayers(): void
  toggleNeighbours(): void
  showStreet(): void
  /** A digit, from 1 on. */
  chooseProposal(number: number): void
  /** Alt is pressed or released. */
  pauseSnapping(isPressed: boolean): void
}

/** Keyboard shortcuts of the whole page, except in input fields and while a dialog or menu is open. */
export function useEditorShortcuts(actions: EditorShortcutActions): void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Alt') actions.pauseSnapping(event.type === 'keydown')
    if (event.type !== 'keydown' || event.defaultPrevented || isWriting(event)) return
    const act = actionOf(event, actions)
    if (act === null) return
    event.preventDefault()
    act()
  }
  onMounted(() => {
    window.addEventListener('keydown', onKey)
    window.addEventListener('keyup', onKey)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', onKey)
    window.removeEventListener('keyup', onKey)
  })
}

function actionOf(
  { key, ctrlKey, metaKey, shiftKey, altKey, target }: KeyboardEvent,
  actions: EditorShortcutActions,
): (() => void) | null {
  const letter = key.toLowerCase()
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? actions.redo : actions.undo
    return letter === 'y' ? actions.redo : null
  }
  if (altKey) return null
  switch (key) {
    // Enter presses a focused button
    case 'Enter':
      return target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement
        ? null
        : actions.finish
    case 'Backspace':
      return actions.stepBack
    case 'Escape':
      return actions.cancel
  }
  if (/^[1-9]$/.test(key)) return () => actions.chooseProposal(Number(key))
  const mode = MODE_KEYS[letter]
  if (mode !== undefined) return () => actions.toggleMode(mode)
  if (letter === 'h') return actions.halve
  if (letter === 'j') return () => actions.goToProblem(shiftKey ? -1 : 1)
  if (letter === 'l') return actions.toggleTable
  if (letter === 'o') return actions.toggleLayers
  if (letter === 'u') return actions.toggleNeighbours
  if (letter === 'w') return actions.showStreet
  const tool = TOOLS.find((each) => each.key === letter)
  return tool === undefined ? null : () => actions.chooseTool(tool.id)
}

function isWriting({ target }: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return true
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}
