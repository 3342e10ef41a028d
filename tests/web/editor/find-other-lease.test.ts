// @vitest-environment node
import { expect, it } from 'vitest'
import { Draft, Lease } from '#shared/contract/drafts/drafts.ts'
import {
  createDraftSync,
  type DraftSyncEvent,
  reduceDraftSync,
} from '../../../web/features/editor/draft-sync/draft-sync.ts'
import { findOtherLease } from '../../../web/features/editor/draft-sync/find-other-lease.ts'
import { buildRandomDraftBase, STREET } from '../../helpers/drafts/random-draft-steps.ts'

const moment = (hour: number) => `2026-01-01T0${hour}:00:00.000Z`
const lease = (holder: string, hour: number) =>
  Lease.parse({
    community: `${STREET}001`,
    draft: '5b7be9c8-60b0-4d33-8cc6-7f4d3c1d7a55',
    holder,
    since: moment(hour),
    until: moment(hour),
    own: false,
  })
const mine = lease('author', 7)
const theirs = lease('somebody', 8)
const open = (leases: Lease[], author = 'author'): DraftSyncEvent => ({
  type: 'opened',
  stored: undefined,
  answer: {
    draft: Draft.parse({
      id: '0d9f8f5e-3a35-4a43-9f43-5a4b2f1f6c11',
      street: { code: STREET, name: 'street' },
      name: 'draft',
      status: 'open',
      baseRevision: 1,
      steps: 0,
      author,
      createdAt: moment(6),
      changedAt: moment(6),
      submittedBy: null,
      submittedAt: null,
      note: null,
      decidedBy: null,
      decidedAt: null,
      publishedRevision: null,
      reverts: null,
    }),
    ground: buildRandomDraftBase(1),
    steps: [],
    leases,
    stale: null,
  },
})
const findAfter = (...events: DraftSyncEvent[]) =>
  findOtherLease(
    events.reduce((state, event) => reduceDraftSync(state, event).state, createDraftSync('author')),
  )

it('locks nobody out of their own draft by their lease of another, which moves to the page that opens', () => {
  expect(findAfter(open([mine]))).toBe(null)
  expect(findAfter(open([mine]), { type: 'leasesReceived', leases: [{ ...mine, own: true }] })).toBe(null)
})

it('lets the page that asked last draw, and not the one before', () => {
  const held = { type: 'leasesReceived', leases: [{ ...mine, own: true }] } as const
  expect(findAfter(open([]), held, { type: 'leasesReceived', leases: [mine] })).toBe(mine)
  expect(findAfter(open([mine]), { type: 'leaseRefused' })).toBe(mine)
})

it('names the other person whose lease is the oldest', () => {
  const later = lease('another', 9)
  expect(findAfter(open([later, mine, theirs]))).toBe(theirs)
  // who looks at the draft of somebody else asks for no lease
  expect(findAfter(open([mine], 'somebody'))).toBe(mine)
})
