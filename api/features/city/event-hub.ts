import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'

/** A word now and then keeps proxies from closing the line, and lets readers find lines that are dead. */
const HEARTBEAT_MS = 20_000
/** Chunks that a reader may be behind before it is let go; its browser will connect again. */
const MOST_WAITING = 64
/** Told to browsers: how long to wait before connecting again. Each adds its own share of chance to it. */
const RETRY_MS = 2000

export interface EventHub {
  /** A stream of server-sent events for one reader. */
  connect(city: LoadedCity): ReadableStream<Uint8Array>
  readers(): number
  close(): void
}

/** Hands every new revision to every open page: one chunk is made, and all readers of the city are given the same bytes. */
export function createEventHub(cities: SnapshotCache): EventHub {
  const readers = new Map<string, Set<ReadableStreamDefaultController<Uint8Array>>>()
  const shown = new Map<string, number>()
  const text = new TextEncoder()

  const send = (code: string, chunk: Uint8Array) => {
    const group = readers.get(code)
    for (const reader of group ?? []) {
      if ((reader.desiredSize ?? 0) <= -MOST_WAITING) {
        group?.delete(reader)
        reader.error(new Error('the reader does not keep up'))
      } else {
        reader.enqueue(chunk)
      }
    }
  }
  const stopWatching = cities.onChange(({ snapshot, changes }) => {
    const since = shown.get(snapshot.code) ?? snapshot.revision - 1
    for (const change of changes.list)
      if (change.revision > since)
        send(snapshot.code, text.encode(message('revision', change, change.revision)))
    shown.set(snapshot.code, snapshot.revision)
  })
  const heartbeat = setInterval(() => {
    for (const code of readers.keys()) {
      const revision = shown.get(code) ?? 0
      send(code, text.encode(message('heartbeat', { revision }, revision)))
    }
  }, HEARTBEAT_MS)
  heartbeat.unref()

  return {
    connect({ snapshot, changes }) {
      const { code, revision } = snapshot
      shown.set(code, Math.max(shown.get(code) ?? 0, revision))
      let own: ReadableStreamDefaultController<Uint8Array>
      return new ReadableStream<Uint8Array>({
        start(controller) {
          own = controller
          controller.enqueue(
            text.encode(
              `retry: ${RETRY_MS}\n${message('hello', { revision, base: changes.base }, revision)}`,
            ),
          )
          let group = readers.get(code)
          if (group === undefined) readers.set(code, (group = new Set()))
          group.add(controller)
        },
        cancel() {
          readers.get(code)?.delete(own)
        },
      })
    },
    readers: () => [...readers.values()].reduce((sum, group) => sum + group.size, 0),
    close() {
      clearInterval(heartbeat)
      stopWatching()
      for (const group of readers.values()) for (const reader of group) reader.close()
      readers.clear()
    },
  }
}

function message(event: string, data: object, id: number): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
