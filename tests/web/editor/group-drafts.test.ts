// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { Draft } from '#shared/contract/drafts/drafts.ts'
import { groupDrafts, pickDraftToResume } from '../../../web/features/editor/drafts/group-drafts.ts'

const draft = (name: string, more: Partial<Record<keyof Draft, unknown>> = {}): Draft =>
  Draft.parse({
    id: crypto.randomUUID(),
    street: { code: '320902001', name: '五星街道' },
    name,
    status: 'open',
    baseRevision: 1,
    steps: 3,
    author: 'chen',
    createdAt: '2026-01-01T00:00:00.000Z',
    changedAt: '2026-01-01T00:00:00.000Z',
    submittedBy: null,
    submittedAt: null,
    note: null,
    decidedBy: null,
    decidedAt: null,
    publishedRevision: null,
    reverts: null,
    ...more,
  })

const later = '2026-02-01T00:00:00.000Z'
const returned = draft('returned', { note: '请核对户数', decidedBy: 'district' })
const drawn = draft('drawn', { changedAt: later })
const handedIn = draft('handed in', { status: 'submitted', note: '请审核' })
const neighbours = draft("a neighbour's", { status: 'submitted' })
const published = draft('published', { status: 'published' })

describe('the drafts of a street', () => {
  it('are listed with those first that wait for the reader, then what was returned', () => {
    const groups = groupDrafts([drawn, published, neighbours, returned, handedIn], new Set([neighbours.id]))
    expect(groups.map(({ stage, drafts }) => [stage, ...drafts.map(({ name }) => name)])).toEqual([
      ['consent', "a neighbour's"],
      ['returned', 'returned'],
      ['submitted', 'handed in'],
      ['open', 'drawn'],
      ['published', 'published'],
    ])
  })

  it('are gone on with where one was returned, else where somebody drew last', () => {
    expect(pickDraftToResume([drawn, returned, handedIn])?.name).toBe('returned')
    expect(pickDraftToResume([draft('older'), drawn])?.name).toBe('drawn')
    expect(pickDraftToResume([handedIn, published])).toBeNull()
  })

  it('are not returned while they are handed in again, though the note of before is still there', () => {
    const again = draft('again', { status: 'submitted', note: '请核对户数', decidedBy: 'district' })
    expect(groupDrafts([again], new Set()).map(({ stage }) => stage)).toEqual(['submitted'])
  })
})
