import { onScopeDispose, watch } from 'vue'
import { draftEvents, streamDraftEvents } from '#shared/contract/drafts/draft-events.ts'
import { type EventStream, openEventStream } from '../../../lib/event-stream.ts'
import { buildEndpointUrl } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import type { DraftSyncEvent } from './draft-sync.ts'

/** Passes on what the server sends about a draft, and new revisions of the city. */
export function useDraftEvents(
  params: { city: string; draft: string },
  dispatch: (event: DraftSyncEvent) => void,
): void {
  const connect = () =>
    openEventStream(buildEndpointUrl(streamDraftEvents, params), {
      messages: draftEvents,
      onState: (connected) => dispatch({ type: 'connectionChanged', connected }),
      onMessage: {
        hello: ({ draft, leases }) => dispatch({ type: 'helloReceived', draft, leases }),
        steps: ({ draft, steps }) => dispatch({ type: 'stepsReceived', draft, steps }),
        draft: ({ draft }) => dispatch({ type: 'draftReceived', draft }),
        anew: () => dispatch({ type: 'baseChanged' }),
        leases: ({ leases }) => dispatch({ type: 'leasesReceived', leases }),
        said: () => undefined,
        heartbeat: ({ leases }) => dispatch({ type: 'leasesReceived', leases }),
      },
    })
  let stream: EventStream | null = connect()
  // a browser has six connections to a server for all its pages: a hidden page closes its own
  function onVisibility(): void {
    if (!document.hidden) {
      stream ??= connect()
      return
    }
    stream?.close()
    stream = null
  }
  document.addEventListener('visibilitychange', onVisibility)

  const city = useCity()
  watch(
    () => city.revision,
    (now, before) => {
      if (before > 0 && now > before) dispatch({ type: 'cityPublished' })
    },
  )
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onVisibility)
    stream?.close()
  })
}
