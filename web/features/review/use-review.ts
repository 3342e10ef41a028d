import { type MaybeRefOrGetter, computed, onScopeDispose, reactive, shallowRef, toValue, watch } from 'vue'
import { draftEvents, streamDraftEvents } from '#shared/contract/drafts/draft-events.ts'
import { getReview } from '#shared/contract/drafts/draft-review.ts'
import { getSnapTargets, openDraft } from '#shared/contract/drafts/drafts.ts'
import { replaySteps, createDraftHistory } from '#shared/drafts/draft-history.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { type EventStream, openEventStream } from '../../lib/event-stream.ts'
import { buildEndpointUrl, request } from '../../lib/request.ts'
import { createLoader, getResourceValue } from '../../lib/resource.ts'
import { useCity } from '../../state/city.store.ts'
import { type BackgroundLines, readBackgroundLines } from './background-lines.ts'

type Review = Awaited<ReturnType<typeof fetchReview>>

/** A draft with its review, its grids before and after, and background lines; loaded again at each change of the draft. */
export function useReview(id: MaybeRefOrGetter<string>) {
  const city = useCity()
  const { resource, load } = createLoader<Review>()
  const review = computed(() => getResourceValue(resource.value) ?? null)
  const background = shallowRef<BackgroundLines | null>(null)

  function reload(): void {
    const { code } = city
    if (code !== null) void load((signal) => fetchReview(code, toValue(id), signal), { keep: true })
  }
  watch([() => city.code, () => toValue(id), () => city.revision], reload, { immediate: true })

  let stream: EventStream | undefined
  watch(
    [() => city.code, () => toValue(id)],
    ([code, draft]) => {
      stream?.close()
      stream = code === null ? undefined : openDraftEvents(code, draft, reload)
    },
    { immediate: true },
  )
  onScopeDispose(() => stream?.close())

  watch(
    () => review.value?.review.draft.street.code,
    async (unit) => {
      if (unit === undefined || city.code === null) return
      // the maps are readable without background lines
      background.value = await request(getSnapTargets, { params: { city: city.code, unit } }).then(
        readBackgroundLines,
        () => null,
      )
    },
  )

  return reactive({ resource, review, background, reload })
}

async function fetchReview(city: string, draft: string, signal: AbortSignal) {
  const params = { city, draft }
  const [review, { ground, steps }] = await Promise.all([
    request(getReview, { params }, { signal }),
    request(openDraft, { params }, { signal }),
  ])
  if (ground === null) throw new Error('the answer of openDraft has no base geometry')
  const before = readDraftBase(ground)
  return { review, before, after: replaySteps(createDraftHistory(before), steps).replay.state }
}

function openDraftEvents(city: string, draft: string, onChange: () => void): EventStream {
  return openEventStream(buildEndpointUrl(streamDraftEvents, { city, draft }), {
    messages: draftEvents,
    onState: () => undefined,
    onMessage: {
      hello: () => undefined,
      steps: onChange,
      draft: onChange,
      anew: onChange,
      leases: () => undefined,
      said: onChange,
      heartbeat: () => undefined,
    },
  })
}
