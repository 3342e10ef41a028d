// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { Draft } from '#shared/contract/drafts/drafts.ts'
import { pickNewerDraft } from '../../../web/features/editor/draft-sync/pick-newer-draft.ts'

describe('responses out of order', () => {
  const draft = (steps: number, baseRevision = 3) =>
    Draft.parse({
      id: crypto.randomUUID(),
      street: { code: '320902001', name: '街道' },
      name: '草案',
      status: 'open',
      baseRevision,
      steps,
      author: 'a',
      createdAt: '2026-01-01T00:00:00.000Z',
      changedAt: '2026-01-01T00:00:00.000Z',
      submittedBy: null,
      submittedAt: null,
      note: null,
      decidedBy: null,
      decidedAt: null,
      publishedRevision: null,
      reverts: null,
    })

  it('leave the draft in its newest state', () => {
    const [sent, looked] = [draft(5), draft(4)]
    expect(pickNewerDraft(sent, looked)).toBe(sent)
    expect(pickNewerDraft(looked, sent)).toBe(sent)
    const decided = { ...draft(5), status: 'submitted' as const }
    expect(pickNewerDraft(sent, decided)).toBe(decided)
    // drawn anew on a later state of the city it may have fewer steps
    const anew = draft(2, 4)
    expect(pickNewerDraft(sent, anew)).toBe(anew)
    expect(pickNewerDraft(null, sent)).toBe(sent)
  })
})
