import type { Draft } from '#shared/contract/drafts/drafts.ts'

/** Stages of drafts in the order in which they ask for attention. */
export const draftStages = ['consent', 'returned', 'submitted', 'approved', 'open', 'published'] as const
export type DraftStage = (typeof draftStages)[number]

export interface DraftGroup {
  stage: DraftStage
  drafts: Draft[]
}

/** Whether the draft came back from the district or the city. */
export const isReturned = ({ status, note, decidedBy }: Draft): boolean =>
  status === 'open' && note !== null && decidedBy !== null

/** Groups drafts by stage; `waiting`: ids of those that wait for the reader's consent. */
export function groupDrafts(drafts: readonly Draft[], waiting: ReadonlySet<string>): DraftGroup[] {
  const stageOf = (draft: Draft): DraftStage | null => {
    if (draft.status === 'submitted' && waiting.has(draft.id)) return 'consent'
    if (isReturned(draft)) return 'returned'
    return draft.status === 'discarded' ? null : draft.status
  }
  return draftStages
    .map((stage) => ({ stage, drafts: drafts.filter((draft) => stageOf(draft) === stage) }))
    .filter((group) => group.drafts.length > 0)
}

/** The draft to go on with: what was returned before what was drawn last; null: nothing is being drawn. */
export function pickDraftToResume(drafts: readonly Draft[]): Draft | null {
  const open = drafts.filter(({ status }) => status === 'open')
  const latest = (list: readonly Draft[]) =>
    [...list].sort((a, b) => b.changedAt.localeCompare(a.changedAt))[0] ?? null
  return latest(open.filter(isReturned)) ?? latest(open)
}
