import { computed, onScopeDispose, reactive, shallowRef, watch } from 'vue'
import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import { draftEvents, streamDraftEvents } from '#shared/contract/drafts/draft-events.ts'
import { type Draft, listDrafts, openDraft } from '#shared/contract/drafts/drafts.ts'
import { compareStates } from '#shared/drafts/compare-states.ts'
import { createDraftHistory, replaySteps } from '#shared/drafts/draft-history.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { findAffectedStreets } from '#shared/drafts/find-affected-streets.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { type EventStream, openEventStream } from '../../../lib/event-stream.ts'
import { buildEndpointUrl, request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'

/** A draft of a neighbouring street as it is shown over one's own. */
export interface NeighbourDraft {
  draft: Draft
  /** Its grids that differ from the city's. */
  shapes: readonly MultiPolygon[]
  /** Codes of the streets whose borders it moves. */
  streets: readonly string[]
}

/** The most drafts that are listed. */
const MOST_DRAFTS = 500

/** Drafts that are being drawn in the streets around a draft; one of them is shown on the map, and kept up to date. */
export function useNeighbourDrafts(city: string, getState: () => DraftState | null) {
  const { resource, load } = createLoader<Draft[]>()
  const shown = shallowRef<NeighbourDraft | null>(null)
  const failed = shallowRef(false)
  let wanted: string | null = null
  let stream: EventStream | null = null

  /** Codes of the streets around. */
  const streets = computed(() => {
    const state = getState()
    if (state === null) return new Set<string>()
    const codes = [...state.set.outlines.keys()]
    return new Set(codes.filter((code) => findCodeLevel(code) === 'street' && code !== state.street))
  })
  const drafts = computed(() =>
    (getResourceValue(resource.value) ?? []).filter(({ street }) => streets.value.has(street.code)),
  )

  async function reload(): Promise<void> {
    await load(
      async (signal) =>
        (
          await request(
            listDrafts,
            { params: { city }, query: { status: 'open', limit: MOST_DRAFTS } },
            { signal },
          )
        ).drafts,
      { keep: true },
    )
  }

  async function read(id: string): Promise<void> {
    try {
      const { draft, ground, steps } = await request(openDraft, { params: { city, draft: id } })
      if (wanted !== id || ground === null) return
      const base = readDraftBase(ground)
      const { state } = replaySteps(createDraftHistory(base), steps).replay
      const changed = compareStates(base, state).filter(({ what }) => what === 'new' || what === 'changed')
      shown.value = {
        draft,
        shapes: changed
          .flatMap((each) => state.set.cells.get(each.id)?.shape ?? [])
          .map((polygon) => [polygon]),
        streets: findAffectedStreets(base, state),
      }
      failed.value = false
    } catch {
      failed.value = true
    }
  }

  function show(id: string | null): void {
    stream?.close()
    stream = null
    wanted = id
    shown.value = null
    if (id === null) return
    const again = () => void read(id)
    stream = openEventStream(buildEndpointUrl(streamDraftEvents, { city, draft: id }), {
      messages: draftEvents,
      onState: () => undefined,
      onMessage: {
        hello: again,
        steps: again,
        draft: again,
        anew: again,
        leases: () => undefined,
        said: () => undefined,
        heartbeat: () => undefined,
      },
    })
  }

  // what is shown goes when it is no longer drawn
  watch(drafts, (list) => {
    if (wanted !== null && !list.some(({ id }) => id === wanted)) show(null)
  })
  onScopeDispose(() => stream?.close())

  return reactive({
    drafts,
    resource,
    shown,
    failed,
    reload,
    toggle: (id: string) => show(wanted === id ? null : id),
  })
}

export type NeighbourDrafts = ReturnType<typeof useNeighbourDrafts>
