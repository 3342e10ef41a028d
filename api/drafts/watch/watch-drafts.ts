import type { Logger } from 'pino'
import { withCity } from '../../db/transaction/with-city.ts'
import { findDraft } from '../draft-row.ts'
import { DRAFT_CHANNEL, DraftNotice } from '../draft-channel.ts'
import { type DraftVersion, type DraftEvent, readDraftVersion, diffDraftVersions } from './draft-diff.ts'
import type { DraftService } from '../draft-service.ts'

/** How often a draft is looked at unasked: notifications can be lost, and leases end without one. */
const HEARTBEAT_MS = 20_000
/** Chunks that a reader may be behind before it is let go; its page will connect again. */
const MOST_WAITING = 64
/** Told to browsers: how long to wait before connecting again. */
const RETRY_MS = 2000

export interface DraftWatcher {
  /** A stream of server-sent events for somebody who looks on. @throws AppError not_found */
  connect(city: string, draft: string, reader: string): Promise<ReadableStream<Uint8Array>>
  close(): Promise<void>
}

interface Reader {
  name: string
  controller: ReadableStreamDefaultController<Uint8Array>
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

  const heartbeat = setInterval(() => {
    for (const each of watched.values()) void lookAgain(each, true)
  }, HEARTBEAT_MS)
  heartbeat.unref()

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
      let own: Reader
      return new ReadableStream<Uint8Array>({
        start(controller) {
          own = { name, controller }
          controller.enqueue(new TextEncoder().encode(`retry: ${RETRY_MS}\n`))
          joined.readers.add(own)
          tell(own, { event: 'hello', data: { draft: joined.seen.draft, leases: joined.seen.leases } })
          // what happened while nobody looked
          void lookAgain(joined)
        },
        cancel() {
          joined.readers.delete(own)
          if (joined.readers.size === 0 && watched.get(key) === joined) watched.delete(key)
        },
      })
    },
    async close() {
      clearInterval(heartbeat)
      await stopListening()
      for (const { readers } of watched.values()) for (const { controller } of readers) controller.close()
      watched.clear()
    },
  }
}

function send({ readers }: Watched, news: readonly DraftEvent[]): void {
  for (const reader of readers) {
    if ((reader.controller.desiredSize ?? 0) <= -MOST_WAITING) {
      readers.delete(reader)
      reader.controller.error(new Error('the reader does not keep up'))
    } else {
      for (const each of news) tell(reader, each)
    }
  }
}

/** Whose leases are the reader's own is different for each; everything else is the same for all. */
function tell({ name, controller }: Reader, { event, data }: DraftEvent): void {
  const own =
    'leases' in data
      ? {
          ...data,
          leases: data.leases.map((lease) => ({ ...lease, own: lease.own && lease.holder === name })),
        }
      : data
  controller.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(own)}\n\n`))
}
