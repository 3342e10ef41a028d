import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import {
  listCandidates,
  listScenarios,
  MAX_SITES,
  proveSiting,
  removeScenario,
  saveScenario,
  type SitingAnswer,
  SitingMessage,
  type SitingObjective,
  type SitingQuestion,
  type SitingScenario,
  type SitingSite,
  solveSiting,
} from '#shared/contract/coverage/siting.ts'
import { CommunityType } from '#shared/contract/enums.ts'
import { createUuid } from '../../../lib/create-uuid.ts'
import { type ProblemError, toProblemError } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'
import { streamLines } from '../../../lib/stream-lines.ts'
import { useCity } from '../../../state/city.store.ts'
import { useCoverage } from '../../../state/coverage.store.ts'

const REST_MS = 200

export type NamedPoint = NonNullable<SitingQuestion['points']>[number]

/** Grid centres, places marked on the map, or those of an imported list. */
export type CandidateSource = 'grids' | 'points' | 'list'

/**
 * What is shown: an answer, cut to the number of sites that is asked for. `gap`: by how much the best is better at most.
 * `settled`: it is the answer to what is asked now, not to what was asked a moment ago.
 */
export interface DisplayedSiting {
  answer: SitingAnswer
  sites: SitingSite[]
  after: number
  gap: number | null
  proven: boolean
  settled: boolean
  revision: number
}

/** The question as the reader asks it, the answer to it, and the search for a better one. */
export function useSiting() {
  const city = useCity()
  const coverage = useCoverage()
  const objective = ref<SitingObjective>('reach')
  const count = ref(3)
  const share = ref(0.5)
  const source = ref<CandidateSource>('grids')
  const points = shallowRef<readonly NamedPoint[]>([])
  const list = ref<string | null>(null)
  const lists = shallowRef<readonly { name: string; count: number }[]>([])
  /** Places of the chosen list, for the map. */
  const listed = shallowRef<readonly NamedPoint[]>([])
  /** Households that a new site can serve; null: without limit. */
  const capacity = ref<number | null>(null)
  /** Every prefix of the greedy answer is the answer for fewer sites: the slider asks nothing. */
  const greedy = shallowRef<{ answer: SitingAnswer; revision: number; asked: string } | null>(null)
  const exact = shallowRef<{
    answer: SitingAnswer
    revision: number
    ticket: string | null
    note: 'too_many_ways' | null
  } | null>(null)
  const opened = shallowRef<SitingScenario | null>(null)
  const progress = shallowRef<{ seconds: number; bound: number | null; gap: number | null } | null>(null)
  const problem = shallowRef<ProblemError | { code: string } | null>(null)
  const scenarios = shallowRef<SitingScenario[]>([])
  let asking = new AbortController()
  let searching: AbortController | null = null
  let rest: ReturnType<typeof setTimeout> | undefined

  const question = computed<SitingQuestion>(() => ({
    objective: objective.value,
    sites: objective.value === 'share' ? MAX_SITES : count.value,
    share: share.value,
    measure: coverage.wanted,
    within: coverage.filter.within,
    types: CommunityType.array().parse(coverage.filter.types),
    points: source.value === 'points' ? [...points.value] : null,
    list: source.value === 'list' ? list.value : null,
    capacity: objective.value === 'distance' ? null : capacity.value,
  }))
  /** There is nowhere a site could be yet. */
  const lacksCandidates = computed(
    () =>
      (source.value === 'points' && points.value.length === 0) ||
      (source.value === 'list' && list.value === null),
  )
  /** What the greedy answer depends on: not on the number of sites. */
  const asked = computed(() => JSON.stringify({ ...question.value, sites: 0 }))

  const shown = computed<DisplayedSiting | null>(() => {
    const found = opened.value ?? exact.value ?? greedy.value
    if (found === null) return null
    const { answer, revision } = found
    const sites =
      answer.method === 'greedy' && opened.value === null && objective.value !== 'share'
        ? answer.sites.slice(0, count.value)
        : answer.sites
    const gap = sites.length === answer.sites.length ? answer.gap : gapOf(sites)
    // households are whole: what reaches its bound is the best
    const proven = answer.proven || (gap === 0 && answer.metresBefore === null)
    return {
      answer,
      sites,
      after: answer.before + sites.reduce((sum, site) => sum + countNewlyReached(site), 0),
      gap,
      proven,
      settled: found !== greedy.value || greedy.value.asked === asked.value,
      revision,
    }
  })

  async function ask(): Promise<void> {
    const { code } = city
    const about = asked.value
    asking.abort()
    leaveProven()
    if (code === null) return
    if (lacksCandidates.value) {
      greedy.value = null
      problem.value = null
      return
    }
    const { signal } = (asking = new AbortController())
    try {
      const { answer, provenance } = await request(
        solveSiting,
        { params: { city: code }, body: { ...question.value, sites: MAX_SITES } },
        { signal, timeoutMs: 60_000 },
      )
      greedy.value = { answer, revision: provenance.revision, asked: about }
      problem.value = null
    } catch (error) {
      if (signal.aborted) return
      greedy.value = null
      problem.value = toProblemError(error)
    }
  }

  async function prove(): Promise<void> {
    const { code } = city
    if (code === null) return
    stop()
    const own = (searching = new AbortController())
    opened.value = null
    problem.value = null
    progress.value = { seconds: 0, bound: null, gap: null }
    try {
      for await (const line of streamLines(
        proveSiting,
        { params: { city: code }, body: question.value },
        SitingMessage,
        own.signal,
      )) {
        if (line.kind === 'progress') progress.value = line
        else if (line.kind === 'answer')
          exact.value = {
            answer: line.answer,
            revision: line.provenance.revision,
            ticket: line.ticket,
            note: line.note,
          }
        else problem.value = { code: line.code }
      }
    } catch (error) {
      if (!own.signal.aborted) problem.value = toProblemError(error)
    } finally {
      if (searching === own) {
        searching = null
        progress.value = null
      }
    }
  }

  function stop(): void {
    searching?.abort()
    searching = null
    progress.value = null
  }

  /** What was proven, or kept, answers another question than is asked now. */
  function leaveProven(): void {
    exact.value = null
    opened.value = null
    stop()
  }

  async function readLists(): Promise<void> {
    const { code } = city
    if (code === null) return
    const found = await request(listCandidates, {
      params: { city: code },
      query: list.value === null ? {} : { list: list.value },
    })
    lists.value = found.lists
    listed.value = found.places
  }
  async function reloadScenarios(): Promise<void> {
    const { code } = city
    if (code !== null) scenarios.value = (await request(listScenarios, { params: { city: code } })).scenarios
  }
  async function save(name: string): Promise<void> {
    const { code } = city
    if (code === null || shown.value === null) return
    const { sites } = shown.value
    const asked = opened.value?.question ?? question.value
    // of a greedy answer the first sites are kept as the answer for so many
    const own =
      exact.value?.ticket == null && asked.objective !== 'share'
        ? { ...asked, sites: Math.max(1, sites.length) }
        : asked
    await request(saveScenario, {
      params: { city: code, scenario: createUuid() },
      body: {
        name,
        question: own,
        sites: sites.map((site) => site.code),
        ticket: opened.value === null ? (exact.value?.ticket ?? null) : null,
      },
    })
    await reloadScenarios()
  }
  async function remove(scenario: string): Promise<void> {
    const { code } = city
    if (code === null) return
    await request(removeScenario, { params: { city: code, scenario } })
    if (opened.value?.id === scenario) opened.value = null
    await reloadScenarios()
  }

  watch([asked, () => city.revision], ([now], [before]) => {
    clearTimeout(rest)
    if (now !== before) leaveProven()
    // saving a scenario raises the revision as well: the answer in view stays
    if (now === before && greedy.value !== null) return
    rest = setTimeout(() => void ask(), REST_MS)
  })
  watch(list, () => void readLists().catch(() => undefined))
  watch(count, leaveProven)
  onScopeDispose(() => {
    clearTimeout(rest)
    asking.abort()
    stop()
  })
  void ask()
  void readLists().catch(() => undefined)
  void reloadScenarios().catch(() => undefined)

  const note = computed(() => (opened.value === null ? (exact.value?.note ?? null) : null))
  return {
    objective,
    count,
    share,
    source,
    points,
    list,
    lists,
    listed,
    capacity,
    lacksCandidates,
    shown,
    note,
    opened,
    progress,
    problem,
    scenarios,
    prove,
    stop,
    save,
    remove,
  }
}

export type Siting = ReturnType<typeof useSiting>

/** What is said of how an answer was found. */
export const getSitingMethod = ({
  proven,
  answer: { method },
}: Pick<DisplayedSiting, 'proven' | 'answer'>): 'proven' | 'unproven' | 'greedy' | 'chosen' =>
  proven ? 'proven' : method === 'exact' ? 'unproven' : method

/** Of the first sites of an answer: what no choice of as many adds, beside what they add. */
function gapOf(sites: readonly SitingSite[]): number | null {
  const most = sites.at(-1)?.most ?? null
  const added = sites.reduce((sum, { gain }) => sum + gain, 0)
  return most === null || added === 0 ? null : Math.max(0, most / added - 1)
}

/** Households that a site newly reaches. */
export function countNewlyReached({ byType }: SitingSite): number {
  return Object.values(byType).reduce((sum, households) => sum + households, 0)
}
