import type { Logger } from 'pino'
import { withCity } from '../../db/transaction/with-city.ts'
import {
  createEventStream,
  encodeEvent,
  startHeartbeat,
  type EventStream,
} from '../../runtime/event-stream.ts'
import { findDraft } from '../draft-row.ts'
import { DRAFT_CHANNEL, DraftNotice } from '../draft-channel.ts'
import { type DraftVersion, type DraftEvent, readDraftVersion, diffDraftVersions } from './draft-diff.ts'
import type { DraftService } from '../draft-service.ts'

export interface DraftWatcher {
  /** A stream of server-sent events for somebody who looks on. @throws AppError not_found */
  connect(city: string, draft: string, reader: string): Promise<ReadableStream<Uint8Array>>
  close(): Promise<void>
}

interface Reader {
  name: string
  stream: EventStream
}

interface Watched {
  city: string
  draft: string
  street: string
  seen: DraftVersion
  readers: Set<Reader>
  /** Looks at one draft come one after the other, so that no step is told twice. */
  looking: Promise<void>
}

/** Hands every step of a draft to everybody who looks on. Only drafts that somebody watches are looked at. */
export async function watchDrafts(
  { database, cities, now }: DraftService,
  log: Logger,
): Promise<DraftWatcher> {
  const watched = new Map<string, Watched>()

  const look = async (city: string, draft: string, after: number | null) => {
    const { snapshot } = await cities.get(city)
    return withCity(database, city, (tx) => readDraftVersion(tx, snapshot, { draft, after, now: now() }))
  }

  const lookAgain = (each: Watched, beat = false): Promise<void> => {
    each.looking = each.looking
      .then(async () => {
        if (each.readers.size === 0) return
        const seen = await look(each.city, each.draft, each.seen.draft.steps)
        const news = diffDraftVersions(each.seen, seen)
        each.seen = seen
        send(
          each,
          beat
            ? [...news, { event: 'heartbeat', data: { steps: seen.draft.steps, leases: seen.leases } }]
            : news,
        )
      })
      .catch((error: unknown) =>
        log.warn({ err: error, draft: each.draft }, 'a draft that is watched could not be looked at'),
      )
    return each.looking
  }

  const stopListening = await database.listen(
    DRAFT_CHANNEL,
    (payload) => {
      const notice = DraftNotice.safeParse(JSON.parse(payload))
      if (!notice.success) return
      for (const each of watched.values())
        if (each.city === notice.data.city && each.street === notice.data.street) void lookAgain(each)
    },
    () => {
      for (const each of watched.values()) void lookAgain(each)
    },
  )

  // also reads drafts again: notifications can be lost, and leases end without one
  const stopHeartbeat = startHeartbeat(() => {
    for (const each of watched.values()) void lookAgain(each, true)
  })

  return {
    async connect(city, draft, name) {
      const key = `${city} ${draft}`
      let each = watched.get(key)
      if (each === undefined) {
        const { street_code: street } = await withCity(database, city, (tx) => findDraft(tx, draft))
        const seen = await look(city, draft, null)
        // somebody else may have come in the meantime
        watched.set(
          key,
          (each = watched.get(key) ?? {
            city,
            draft,
            street,
            seen,
            readers: new Set(),
            looking: Promise.resolve(),
          }),
        )
      }
      const joined = each
      const stream = createEventStream(() => {
        joined.readers.delete(reader)
        if (joined.readers.size === 0 && watched.get(key) === joined) watched.delete(key)
      })
      const reader: Reader = { name, stream }
      joined.readers.add(reader)
      sendEvent(reader, { event: 'hello', data: { draft: joined.seen.draft, leases: joined.seen.leases } })
      // the draft may have changed since it was read for the last reader
      void lookAgain(joined)
      return stream.body
    },
    async close() {
      stopHeartbeat()
      await stopListening()
      for (const { readers } of watched.values()) for (const { stream } of readers) stream.close()
      watched.clear()
    },
  }
}

function send({ readers }: Watched, events: readonly DraftEvent[]): void {
  for (const reader of readers) for (const event of events) sendEvent(reader, event)
}

/** Each reader gets its own `own` flags of leases; everything else is the same for all. */
function sendEvent({ name, stream }: Reader, { event, data }: DraftEvent): void {
  const forReader =
    'leases' in data
      ? {
          ...data,
          leases: data.leases.map((lease) => ({ ...lease, own: lease.own && lease.holder === name })),
        }
      : data
  stream.send(encodeEvent(event, forReader))
}
