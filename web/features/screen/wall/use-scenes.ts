import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import type { Scene, Screen } from '#shared/contract/screens/screens.ts'
import type { WallData, WallGap } from '#shared/contract/screens/wall-data.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import type { DetailLevel } from '#shared/contract/enums.ts'
import { isLayerId } from '#shared/layers/layers.ts'
import { useMap } from '../../../state/map.store.ts'

/** A tour stays this long at each gap. */
const STAY_MS = 12_000
/** Gaps of one tour. */
const MOST_STOPS = 10

interface Options {
  screen: () => Screen | null
  board: () => WallData | null
  /** How many turns the panels of a scene take. */
  turns: () => number
  /** Endurance runs turn faster. */
  speed: number
  /** Pixels that the wall is shown in, to a pixel of its own. */
  scale: () => number
}

/**
 * Which scene the wall shows, and which turn of its panels: one after the other, until somebody touches the wall. Every
 * wait is counted from now on, so a clock that is set does not matter.
 */
export function useScenes({ screen, board, turns, speed, scale }: Options) {
  const map = useMap()
  const index = ref(0)
  const turn = ref(0)
  const paused = ref(false)
  /** Kept by a key, until the same key. */
  const held = ref(false)
  const stop = ref(0)
  let step: ReturnType<typeof setTimeout> | undefined
  let rest: ReturnType<typeof setTimeout> | undefined
  let tour: ReturnType<typeof setTimeout> | undefined

  const scenes = computed(() => screen()?.document.scenes ?? [])
  const scene = computed<Scene | null>(
    () => scenes.value[index.value % Math.max(1, scenes.value.length)] ?? null,
  )
  const stops = computed<WallGap[]>(() =>
    (board()?.gaps.worst ?? []).filter((gap) => gap.box !== null).slice(0, MOST_STOPS),
  )
  const touring = computed<WallGap | null>(() =>
    scene.value?.camera.kind === 'gaps'
      ? (stops.value[stop.value % Math.max(1, stops.value.length)] ?? null)
      : null,
  )
  const isStill = () => paused.value || held.value

  function schedule(): void {
    clearTimeout(step)
    const { document } = screen() ?? {}
    if (scene.value === null || document?.rotate !== true || isStill()) return
    if (scenes.value.length < 2 && turns() < 2) return
    step = setTimeout(
      () => {
        if (turn.value + 1 < turns()) turn.value++
        else go(index.value + 1)
        schedule()
      },
      (scene.value.seconds * 1000) / speed,
    )
  }

  function go(next: number): void {
    const count = scenes.value.length
    if (count === 0) return
    index.value = ((next % count) + count) % count
    turn.value = 0
  }

  /** Somebody is at the wall: it stays as they want it, for a while. */
  function touched(): void {
    clearTimeout(rest)
    clearTimeout(step)
    clearTimeout(tour)
    paused.value = true
    rest = setTimeout(
      () => {
        paused.value = false
        look()
        schedule()
      },
      ((screen()?.document.pauseSeconds ?? 90) * 1000) / speed,
    )
  }

  function fly(): void {
    clearTimeout(tour)
    const gap = touring.value
    if (gap?.box) map.goTo({ kind: 'box', box: gap.box, maxZoom: 15 })
    if (gap !== null && stops.value.length > 1 && !isStill()) {
      tour = setTimeout(() => {
        stop.value++
        fly()
      }, STAY_MS / speed)
    }
  }

  /** Colours the map as the scene says, or as something that is shown beside it does. */
  function paint({
    metric,
    detail,
  }: { metric?: string | undefined; detail?: DetailLevel | undefined } = {}): void {
    const now = scene.value
    if (now === null) return
    map.metric = metric ?? (now.metric !== null && findMetric(now.metric) !== undefined ? now.metric : null)
    map.detail = detail ?? now.detail
    map.depth = now.depth
  }

  /** Carries the scene to the map; a metric or layer that is gone is left out. */
  function look(): void {
    clearTimeout(tour)
    const now = scene.value
    if (now === null) return
    paint()
    map.hidden = new Set(now.hidden.filter(isLayerId))
    if (now.camera.kind === 'place')
      map.goTo({
        kind: 'camera',
        camera: {
          lon: now.camera.lon,
          lat: now.camera.lat,
          zoom: now.camera.zoom + Math.log2(scale()),
          bearing: 0,
        },
      })
    else if (now.camera.kind === 'gaps' && stops.value.length > 0) fly()
    else map.goTo({ kind: 'home' })
  }

  // a scene that was changed elsewhere is shown as it is now; new numbers alone move nothing
  watch(
    () => JSON.stringify(scene.value),
    () => {
      stop.value = 0
      look()
      schedule()
    },
    { immediate: true },
  )
  watch([turns, () => screen()?.document.rotate], schedule)
  watch(
    () => stops.value.length,
    (now, before) => {
      if (before === 0 && now > 0 && scene.value?.camera.kind === 'gaps') fly()
    },
  )
  onScopeDispose(() => {
    clearTimeout(step)
    clearTimeout(rest)
    clearTimeout(tour)
  })

  return {
    scenes,
    scene,
    index: computed(() => (scenes.value.length === 0 ? 0 : index.value % scenes.value.length)),
    turn,
    touring,
    paused: paused as Readonly<Ref<boolean>>,
    held,
    touched,
    paint,
    next: () => go(index.value + 1),
    previous: () => go(index.value - 1),
    show(id: string) {
      const at = scenes.value.findIndex((each) => each.id === id)
      if (at >= 0) go(at)
    },
    hold() {
      held.value = !held.value
      schedule()
    },
  }
}

export type Scenes = ReturnType<typeof useScenes>
