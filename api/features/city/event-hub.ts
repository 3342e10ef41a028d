import {
  createEventStream,
  encodeEvent,
  startHeartbeat,
  type EventStream,
} from '../../runtime/event-stream.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'

export interface EventHub {
  /** Returns a stream of server-sent events for one client. */
  connect(city: LoadedCity): ReadableStream<Uint8Array>
  /** The number of connected clients. */
  readers(): number
  close(): void
}

/** Sends every new revision to every open page: an event is encoded once, and all clients of the city get the same bytes. */
export function createEventHub(cities: SnapshotCache): EventHub {
  const clients = new Map<string, Set<EventStream>>()
  /** The newest revision that was sent, by city. */
  const sent = new Map<string, number>()

  const send = (code: string, event: Uint8Array) => {
    for (const client of clients.get(code) ?? []) client.send(event)
  }
  const stopWatching = cities.onChange(({ snapshot, changes }) => {
    const since = sent.get(snapshot.code) ?? snapshot.revision - 1
    for (const change of changes.list)
      if (change.revision > since) send(snapshot.code, encodeEvent('revision', change, change.revision))
    sent.set(snapshot.code, snapshot.revision)
  })
  const stopHeartbeat = startHeartbeat(() => {
    for (const code of clients.keys()) {
      const revision = sent.get(code) ?? 0
      send(code, encodeEvent('heartbeat', { revision }, revision))
    }
  })

  return {
    connect({ snapshot, changes }) {
      const { code, revision } = snapshot
      sent.set(code, Math.max(sent.get(code) ?? 0, revision))
      const client = createEventStream(() => clients.get(code)?.delete(client))
      client.send(encodeEvent('hello', { revision, base: changes.base }, revision))
      let group = clients.get(code)
      if (group === undefined) clients.set(code, (group = new Set()))
      group.add(client)
      return client.body
    },
    readers: () => [...clients.values()].reduce((sum, group) => sum + group.size, 0),
    close() {
      stopHeartbeat()
      stopWatching()
      for (const group of clients.values()) for (const client of group) client.close()
      clients.clear()
    },
  }
}
