import type { z } from 'zod'

type Messages = Record<string, z.ZodType>

export interface EventStream {
  close(): void
  /** Tries again now instead of when the wait is over. */
  hurry(): void
}

export interface EventStreamOptions<M extends Messages> {
  /** What the server may send, by event name; anything else is passed over. */
  messages: M
  onMessage: { [Name in keyof M]: (data: z.output<M[Name]>) => void }
  /** The line stands (true) or is down and being tried again (false). */
  onState: (up: boolean) => void
  /** Silence longer than this means that the line is dead, though nobody said so. */
  silenceMs?: number
  random?: () => number
}

/** First wait after the line broke, and the longest. */
const WAIT_MS = { first: 500, longest: 15_000 }

/**
 * Server-sent events with reconnecting of our own: the waits grow, and each page adds its own share of chance so that
 * a thousand of them do not come back in the same second.
 */
export function openEventStream<M extends Messages>(
  address: string,
  { messages, onMessage, onState, silenceMs = 50_000, random = Math.random }: EventStreamOptions<M>,
): EventStream {
  let source: EventSource | undefined
  let wait: ReturnType<typeof setTimeout> | undefined
  let watchdog: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let closed = false

  const connect = () => {
    clearTimeout(wait)
    wait = undefined
    source?.close()
    const own = (source = new EventSource(address))
    listenForSilence()
    own.onerror = () => {
      if (own === source) broken()
    }
    for (const name of Object.keys(messages)) {
      own.addEventListener(name, (event: MessageEvent<string>) => {
        if (own !== source) return
        stands()
        const parsed = messages[name]?.safeParse(parse(event.data))
        // the value has just been parsed by the schema of the same name
        if (parsed?.success) onMessage[name]?.(parsed.data as z.output<M[typeof name]>)
      })
    }
  }
  const stands = () => {
    failures = 0
    listenForSilence()
    onState(true)
  }
  const broken = () => {
    source?.close()
    source = undefined
    clearTimeout(watchdog)
    if (closed) return
    onState(false)
    const longest = Math.min(WAIT_MS.longest, WAIT_MS.first * 2 ** failures++)
    wait = setTimeout(connect, longest * (0.5 + random() / 2))
  }
  const listenForSilence = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(broken, silenceMs)
  }

  connect()
  return {
    close() {
      closed = true
      source?.close()
      source = undefined
      clearTimeout(wait)
      clearTimeout(watchdog)
    },
    hurry() {
      if (!closed && wait !== undefined) connect()
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
