import { computed, onMounted, onScopeDispose, ref, watch } from 'vue'
import { reportScreen, type Screen, type RemoteCommand } from '#shared/contract/screens/screens.ts'
import { request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { useMap } from '../../../state/map.store.ts'
import { useSession } from '../../../state/session.store.ts'

/** A wall says that it is there this often, give or take a third. */
const REPORT_MS = 45_000
/** Frames are counted for this long before each report. */
const SAMPLE_MS = 1000
/** All walls of a city are not to load at the same second. */
const RELOAD_SPREAD_MS = 90_000
/** Told longer ago than this, a wall that has just been switched on does not follow. */
const FRESH_MS = 60_000

/** What keeps a wall running by itself: it stays awake, says how it is, loads itself afresh at night, and follows what it is told. */
export function useKiosk({
  screen,
  scene,
  show,
}: {
  screen: () => Screen | null
  scene: () => string | null
  show: (id: string) => void
}) {
  const city = useCity()
  const map = useMap()
  const session = useSession()
  const message = ref<string | null>(null)
  const isWall = computed(() => session.session?.kind === 'display')
  let reporting: ReturnType<typeof setTimeout> | undefined
  let reloading: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let heard: number | null = null

  async function report(): Promise<void> {
    const shown = screen()
    if (isWall.value && shown !== null && city.code !== null) {
      const frames = await countFrames()
      const state =
        city.line === 'down'
          ? ('offline' as const)
          : map.state === 'unsupported' || map.state === 'lost'
            ? ('no_map' as const)
            : ('well' as const)
      const facts = {
        version: shown.version,
        revision: city.revision,
        width: innerWidth,
        height: innerHeight,
        pixelRatio: devicePixelRatio,
        frames,
        scene: scene(),
        state,
      }
      await request(reportScreen, { params: { city: city.code, screen: shown.id }, body: facts }).catch(
        () => undefined,
      )
    }
    reporting = setTimeout(() => void report(), REPORT_MS * (0.67 + Math.random() * 0.66))
  }

  function follow(telling: RemoteCommand): void {
    switch (telling.kind) {
      case 'message':
        message.value = telling.text
        clearTimeout(silence)
        silence = setTimeout(() => {
          message.value = null
        }, telling.seconds * 1000)
        return
      case 'scene':
        show(telling.scene)
        return
      case 'reload':
        location.reload()
    }
  }

  function scheduleReload(): void {
    clearTimeout(reloading)
    const at = screen()?.document.reloadAt
    if (at === null || at === undefined) return
    const wait = getMsUntilTimeOfDay(at, new Date()) + Math.random() * RELOAD_SPREAD_MS
    // without a server there would be nothing to load: the last good numbers stay, and it is tried the next day
    reloading = setTimeout(() => (city.line === 'up' ? location.reload() : scheduleReload()), wait)
  }

  // undefined: it is not known yet whether anything was told
  watch(
    () => screen()?.told,
    (told) => {
      if (told === undefined) return
      const first = heard === null
      if (told === null || told.number === heard) {
        heard ??= 0
        return
      }
      heard = told.number
      // a reload that has been obeyed is not obeyed again, whatever the clock of this wall says
      if (first && (told.telling.kind === 'reload' || Math.abs(Date.now() - Date.parse(told.at)) > FRESH_MS))
        return
      follow(told.telling)
    },
    { immediate: true },
  )
  watch(() => screen()?.document.reloadAt, scheduleReload, { immediate: true })
  watch(
    () => city.line,
    (now, before) => {
      if (now === 'up' && before !== 'up' && reporting !== undefined) reportSoon()
    },
  )

  function reportSoon(): void {
    clearTimeout(reporting)
    reporting = setTimeout(() => void report(), 1000 + Math.random() * 4000)
  }

  const stopWaking = keepAwake()
  onMounted(reportSoon)
  onScopeDispose(() => {
    clearTimeout(reporting)
    clearTimeout(reloading)
    clearTimeout(silence)
    stopWaking()
  })
  return { message, isWall }
}

/** Milliseconds until it is next 'HH:MM' by this machine's clock. */
export function getMsUntilTimeOfDay(time: string, now: Date): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const next = new Date(now)
  next.setHours(hours, minutes, 0, 0)
  // one minute of room: a page that has just loaded itself does not do so again at once
  if (next.getTime() - now.getTime() < 60_000) next.setDate(next.getDate() + 1)
  return next.getTime() - now.getTime()
}

/** Frames a second that the browser could draw; nothing is drawn for it. */
function countFrames(): Promise<number> {
  if (document.hidden) return Promise.resolve(0)
  return new Promise((resolve) => {
    const start = performance.now()
    let frames = 0
    const count = (at: number) => {
      if (at - start >= SAMPLE_MS) resolve(Math.round((frames * 1000) / (at - start)))
      else {
        frames++
        requestAnimationFrame(count)
      }
    }
    requestAnimationFrame(count)
  })
}

/** Keeps the display from going to sleep; browsers take the lock away when the page is hidden. */
function keepAwake(): () => void {
  const ask = () => {
    if (document.visibilityState === 'visible' && 'wakeLock' in navigator)
      void navigator.wakeLock.request('screen').catch(() => undefined)
  }
  ask()
  document.addEventListener('visibilitychange', ask)
  return () => document.removeEventListener('visibilitychange', ask)
}
