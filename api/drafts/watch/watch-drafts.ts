import type { Logger } from 'pino'
import type { DraftId } from '#shared/contract/ids.ts'
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
  /** Returns a stream of server-sent events for one reader. @throws AppError not_found */
  connect(city: string, draft: DraftId, reader: string): Promise<ReadableStream<Uint8Array>>
  close(): Promise<void>
}

interface Reader {
  name: string
  stream: EventStream
}

interface Watched {
  city: string
  draft: DraftId
  street: string
  seen: DraftVersion
  readers: Set<Reader>
  /** Reads of one draft run one after another, so that no step is sent twice. */
  pendingRead: Promise<void>
}

/** Sends every step of a draft to its readers. Only drafts with readers are read. */
export async function watchDrafts(
  { database, cities, now }: DraftService,
  log: Logger,
): Promise<DraftWatcher> {
  const watched = new Map<string, Watched>()

  const readVersion = async (city: string, draft: DraftId, after: number | null) => {
    const { snapshot } = await cities.get(city)
    return withCity(database, city, (tx) => readDraftVersion(tx, snapshot, { draft, after, now: now() }))
  }

  const refresh = (each: Watched, isHeartbeat = false): Promise<void> => {
    each.pendingRead = each.pendingRead
      .then(async () => {
        if (each.readers.size === 0) return
        const seen = await readVersion(each.city, each.draft, each.seen.draft.steps)
        const events = diffDraftVersions(each.seen, seen)
        each.seen = seen
        send(
          each,
          isHeartbeat
            ? [...events, { event: 'heartbeat', data: { steps: seen.draft.steps, leases: seen.leases } }]
            : events,
        )
      })
      .catch((error: unknown) =>
        log.warn({ err: error, draft: each.draft }, 'a watched draft could not be read'),
      )
    return each.pendingRead
  }

  const stopListening = await database.listen(
    DRAFT_CHANNEL,
    (payload) => {
      const notice = DraftNotice.safeParse(JSON.parse(payload))
      if (!notice.success) return
      for (const each of watched.values())
        if (each.city === notice.data.city && each.street === notice.data.street) void refresh(each)
    },
    () => {
      for (const each of watched.values()) void refresh(each)
    },
  )

  // also reads drafts again: notifications can be lost, and leases end without one
  const stopHeartbeat = startHeartbeat(() => {
    for (const each of watched.values()) void refresh(each, true)
  })

  return {
    async connect(city, draft, name) {
      const key = `${city} ${draft}`
      let each = watched.get(key)
      if (each === undefined) {
        const { street_code: street } = await withCity(database, city, (tx) => findDraft(tx, draft))
        const seen = await readVersion(city, draft, null)
        // another reader may have connected in the meantime
        watched.set(
          key,
          (each = watched.get(key) ?? {
            city,
            draft,
            street,
            seen,
            readers: new Set(),
            pendingRead: Promise.resolve(),
          }),
        )
      }
      const watchedDraft = each
      const stream = createEventStream(() => {
        watchedDraft.readers.delete(reader)
        if (watchedDraft.readers.size === 0 && watched.get(key) === watchedDraft) watched.delete(key)
      })
      const reader: Reader = { name, stream }
      watchedDraft.readers.add(reader)
      sendEvent(reader, {
        event: 'hello',
        data: { draft: watchedDraft.seen.draft, leases: watchedDraft.seen.leases },
      })
      // the draft may have changed since it was read for the last reader
      void refresh(watchedDraft)
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
