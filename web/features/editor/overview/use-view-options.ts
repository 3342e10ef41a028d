import { type ShallowRef, shallowRef, watch } from 'vue'
import { readStoredChoice, writeStoredChoice } from '../../../lib/local-storage.ts'
import { useMap } from '../../../state/map.store.ts'

const SWITCHES = { labels: true, buildings: true, households: false, quiet: true, basemap: true }
export type ViewSwitch = keyof typeof SWITCHES

export type ViewOptions = Readonly<Record<ViewSwitch, boolean>> & {
  /** Opacity of the base map, 0 to 1; null: as the city has set it. */
  readonly strength: number | null
}

const names = Object.keys(SWITCHES) as ViewSwitch[]
const readSwitch = (name: ViewSwitch) =>
  (readStoredChoice(`editor-${name}`, ['on', 'off']) ?? (SWITCHES[name] ? 'on' : 'off')) === 'on'

/** What the reader wants to see on the map of the draft editor; switches are kept in this browser. */
export function useViewOptions(): ShallowRef<ViewOptions> {
  const options = shallowRef<ViewOptions>({
    labels: readSwitch('labels'),
    buildings: readSwitch('buildings'),
    households: readSwitch('households'),
    quiet: readSwitch('quiet'),
    basemap: readSwitch('basemap'),
    strength: null,
  })
  const map = useMap()
  // those of the map are below those of the draft
  if (options.value.buildings === map.hidden.has('buildings')) map.toggleLayer('buildings')
  watch(options, (now, before) => {
    for (const name of names)
      if (now[name] !== before[name]) writeStoredChoice(`editor-${name}`, now[name] ? 'on' : 'off')
  })
  return options
}
