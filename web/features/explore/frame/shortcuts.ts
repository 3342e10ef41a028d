import { onBeforeUnmount, onMounted } from 'vue'
import { type DetailLevel, territoryLevels } from '#shared/contract/enums.ts'

/** What a key does, by the name of its action. */
export interface ShortcutActions {
  search(): void
  zoom(by: number): void
  home(): void
  north(): void
  full(): void
  detail(detail: DetailLevel): void
  theme(): void
  up(): void
  close(): void
  export(): void
  measure(): void
  help(): void
}

interface Shortcut {
  /** Key of its text: `explore.shortcuts.<text>`. */
  text: string
  shown: readonly string[]
  /** Absent where the map itself listens. */
  run?: { keys: readonly string[]; act: (actions: ShortcutActions, key: string) => void }
}

const details: readonly DetailLevel[] = ['auto', ...territoryLevels]

/** Declared once: the dialog lists them, the page listens for them. */
export const SHORTCUTS: readonly Shortcut[] = [
  { text: 'search', shown: ['/', 'Ctrl K'], run: { keys: ['/'], act: (actions) => actions.search() } },
  {
    text: 'level',
    shown: ['0', '1', '2', '3', '4'],
    run: {
      keys: ['0', '1', '2', '3', '4'],
      act: (actions, key) => actions.detail(details[Number(key)] ?? 'auto'),
    },
  },
  { text: 'home', shown: ['H'], run: { keys: ['h'], act: (actions) => actions.home() } },
  {
    text: 'zoom',
    shown: ['+', '−'],
    run: {
      keys: ['+', '=', '-', '_'],
      act: (actions, key) => actions.zoom(key === '+' || key === '=' ? 1 : -1),
    },
  },
  { text: 'pan', shown: ['←', '↑', '→', '↓'] },
  { text: 'pick', shown: ['Enter'] },
  { text: 'back', shown: ['U'], run: { keys: ['u'], act: (actions) => actions.up() } },
  { text: 'close', shown: ['Esc'], run: { keys: ['escape'], act: (actions) => actions.close() } },
  { text: 'north', shown: ['N'], run: { keys: ['n'], act: (actions) => actions.north() } },
  { text: 'full', shown: ['F'], run: { keys: ['f'], act: (actions) => actions.full() } },
  { text: 'theme', shown: ['T'], run: { keys: ['t'], act: (actions) => actions.theme() } },
  { text: 'export', shown: ['P'], run: { keys: ['p'], act: (actions) => actions.export() } },
  { text: 'measure', shown: ['M'], run: { keys: ['m'], act: (actions) => actions.measure() } },
  { text: 'help', shown: ['?'], run: { keys: ['?'], act: (actions) => actions.help() } },
]

/** Listens on the whole page, but not while somebody writes or a dialog is open. */
export function useShortcuts(actions: ShortcutActions): void {
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      actions.search()
      return
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return
    const key = event.key.toLowerCase()
    const run = SHORTCUTS.find((shortcut) => shortcut.run?.keys.includes(key))?.run
    if (run === undefined) return
    event.preventDefault()
    run.act(actions, key)
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}

function isBusy({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('[role=dialog], [role=menu]') !== null) return true
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox'))
    return false
  if (
    target.isContentEditable ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  // the map's own canvas zooms by itself
  return target instanceof HTMLCanvasElement && ['+', '=', '-', '_'].includes(key)
}
