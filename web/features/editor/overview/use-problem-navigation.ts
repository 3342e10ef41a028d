import { computed, reactive, ref, watch } from 'vue'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'

/** Goes through the problems of the street one by one, in the order in which they are listed. */
export function useProblemNavigation(getIssues: () => readonly Issue[], show: (issue: Issue) => void) {
  /** null: none has been looked at. */
  const position = ref<number | null>(null)
  const issues = computed(getIssues)

  // what was mended is gone: its place is that of the next one
  watch(issues, (now, before) => {
    const at = position.value
    if (at === null) return
    const looked = before[at]
    const same = now.findIndex((issue) => looked !== undefined && isSameIssue(issue, looked))
    position.value = same >= 0 ? same : now.length === 0 ? null : Math.max(-1, Math.min(at, now.length) - 1)
  })

  /** Shows the next problem, or with -1 the one before; after the last one the first. */
  function walk(step: 1 | -1): void {
    const { length } = issues.value
    if (length === 0) return
    const from = position.value ?? (step === 1 ? -1 : length)
    visit((from + step + length) % length)
  }

  function visit(at: number): void {
    const issue = issues.value[at]
    if (issue === undefined) return
    position.value = at
    show(issue)
  }

  const current = computed(() => (position.value === null ? null : (issues.value[position.value] ?? null)))
  return reactive({ position, current, walk, visit })
}

export type ProblemNavigation = ReturnType<typeof useProblemNavigation>

const isSameIssue = (a: Issue, b: Issue): boolean =>
  a === b ||
  (a.type === b.type && a.cells.length === b.cells.length && a.cells.every((cell, i) => cell === b.cells[i]))
