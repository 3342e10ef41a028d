import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { getScreen, type Screen } from '#shared/contract/screens/screens.ts'
import { type WallData, getWallData } from '#shared/contract/screens/wall-data.ts'
import { isTransientError } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useMap } from '../../../state/map.store.ts'

/** Walls ask after a change within this time, each at its own moment, so that five hundred of them do not ask at once. */
const SPREAD_MS = 100
/** Waits after a failure, at first and at most; half of each is chance. */
const RETRY_MS = { first: 1000, longest: 30_000 }
/** The map waits for the numbers, so that what a change brings is read first and drawn then; but no longer than this. */
const HOLD_MS = 1500

/**
 * The numbers and the scenes of one screen, kept up to date by the line over which the city tells its revisions. What
 * has once arrived stays until something newer does.
 */
export function useWallData(screen: () => string) {
  const city = useCity()
  const map = useMap()
  const board = createLoader<WallData>()
  const document = createLoader<Screen>()
  /** When the newest numbers arrived, by the wall's own clock. */
  const arrivedAt = shallowRef<Date | null>(null)
  const refused = computed(() =>
    [board.resource.value, document.resource.value].some(
      (each) =>
        each.state === 'failed' && (each.error.code === 'unauthenticated' || each.error.code === 'forbidden'),
    ),
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  let release: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  async function load(): Promise<void> {
    const { code } = city
    if (code === null) return
    const params = { city: code }
    const [numbers] = await Promise.all([
      board.load((signal) => request(getWallData, { params }, { signal }), { keep: true }),
      document.load(
        async (signal) =>
          (await request(getScreen, { params: { ...params, screen: screen() } }, { signal })).screen,
        { keep: true },
      ),
    ])
    if (numbers !== undefined) arrivedAt.value = new Date()
    const passing = [board.resource.value, document.resource.value].some(
      (each) => each.state === 'failed' && isTransientError(each.error),
    )
    if (passing)
      later(Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** failures++) * (0.5 + Math.random() / 2))
    // a server that is behind tells the older state: ask again when it has caught up
    else if (numbers !== undefined && numbers.provenance.revision < city.revision) later(1000)
    else failures = 0
    if (map.holding) requestAnimationFrame(() => letGoIn(0))
  }

  function letGoIn(ms: number): void {
    clearTimeout(release)
    release = setTimeout(() => {
      map.holding = false
    }, ms)
  }

  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void load(), ms)
  }

  watch([() => city.code, screen], () => void load(), { immediate: true })
  watch(
    () => city.revision,
    (_, before) => {
      if (before === 0) return
      map.holding = true
      letGoIn(HOLD_MS)
      later(Math.random() * SPREAD_MS)
    },
    { flush: 'sync' },
  )
  watch(
    () => city.line,
    (line) => {
      if (line === 'up' && failures > 0) later(Math.random() * SPREAD_MS)
      // a line that broke does not say why: a question does, and finds out whether the token still holds
      if (line === 'down') later(RETRY_MS.first * (0.5 + Math.random() / 2))
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    clearTimeout(release)
    map.holding = false
  })

  return {
    board: computed(() => getResourceValue(board.resource.value) ?? null),
    screen: computed(() => getResourceValue(document.resource.value) ?? null),
    arrivedAt,
    refused,
    load,
  }
}

export type WallDataState = ReturnType<typeof useWallData>
