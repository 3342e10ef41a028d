import { computed, reactive } from 'vue'
import type { GridRules } from '#shared/city/find-rule-profile.ts'
import { listPremisesChangingCommunity } from '#shared/drafts/assignment/list-premises-changing-community.ts'
import { type DraftHistory, rewindHistory } from '#shared/drafts/draft-history.ts'
import { findDraftIssues, selectDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

/** What is wrong with a draft: in the grids that it has changed, and in the others of its street. */
export function useDraftIssues(
  getHistory: () => DraftHistory | null,
  street: { readonly settings: GridRules },
) {
  const all = computed(() => {
    const history = getHistory()
    return history === null ? [] : findDraftIssues(history.state, street.settings)
  })
  const changed = computed(
    () => new Set<CellId>((getHistory()?.done ?? []).flatMap(({ change }) => change.facts.map(([id]) => id))),
  )
  const list = computed(() => selectDraftIssues(all.value, changed.value))
  const others = computed(() => {
    const listed = new Set(list.value)
    return all.value.filter((issue) => !listed.has(issue))
  })
  return reactive({
    /** Errors, and the hints of the grids that the draft has changed. */
    list,
    /** Hints of the other grids of the street. */
    others,
    /** All of them in the order in which they are shown. */
    all: computed(() => [...list.value, ...others.value]),
    errorCount: computed(() => list.value.filter(({ severity }) => severity === 'error').length),
    /** Names of the premises that go to another community. */
    moved: computed(() => {
      const history = getHistory()
      if (history === null) return []
      return listPremisesChangingCommunity(rewindHistory(history), history.state).map(({ name }) => name)
    }),
  })
}

export type DraftIssues = ReturnType<typeof useDraftIssues>
