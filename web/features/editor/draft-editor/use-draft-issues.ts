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
  return reactive({
    list,
    /** Number of issues of grids that the draft has not changed. */
    elsewhere: computed(() => all.value.length - list.value.length),
    errorCount: computed(() => list.value.filter(({ severity }) => severity === 'error').length),
    /** Names of the premises that go to another community. */
    moved: computed(() => {
      const history = getHistory()
      if (history === null) return []
      return listPremisesChangingCommunity(rewindHistory(history), history.state).map(({ name }) => name)
    }),
  })
}
