import { expectTypeOf, expect, it } from 'vitest'
import type { Draft } from '#shared/contract/drafts/drafts.ts'
import type { HistoryEntry } from '#shared/contract/drafts/history-list.ts'
import { ChangesetId, ChangesetParam, DraftId, GridId, Revision } from '#shared/contract/ids.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { readChangesetStates } from '../../api/changesets/changeset-states.ts'
import type { ChangesetScope } from '../../api/changesets/commit-changeset.ts'
import type { findDraft } from '../../api/drafts/draft-row.ts'
import type { readRevision } from '../../api/snapshot/read-revision.ts'

// `npm run typecheck` is what fails when two kinds of ids can be confused; the values are as they were
it('ids of one kind are not accepted where another is wanted', () => {
  type WantedChangeset = Parameters<typeof readChangesetStates>[1]
  expectTypeOf<HistoryEntry['changeset']>().toExtend<WantedChangeset>()
  expectTypeOf<Draft['id']>().not.toExtend<WantedChangeset>()
  expectTypeOf<HistoryEntry['revision']>().not.toExtend<WantedChangeset>()
  expectTypeOf<GridId>().not.toExtend<WantedChangeset>()
  expectTypeOf<number>().not.toExtend<WantedChangeset>()

  type WantedDraft = Parameters<typeof findDraft>[1]
  expectTypeOf<Draft['id']>().toExtend<WantedDraft>()
  expectTypeOf<HistoryEntry['changeset']>().not.toExtend<WantedDraft>()
  expectTypeOf<string>().not.toExtend<WantedDraft>()

  expectTypeOf(ChangesetParam.parse('3')).toExtend<ChangesetId>()
  expectTypeOf<ChangesetScope['changesetId']>().not.toExtend<ChangesetScope['revision']>()
  expectTypeOf<Awaited<ReturnType<typeof readRevision>>>().toExtend<CitySnapshot['revision']>()
  expectTypeOf<ChangesetId>().not.toExtend<Revision>()
  expectTypeOf<Revision>().toExtend<number>()
})

it('ids are plain numbers and texts at run time', () => {
  const id = '0e2f6f1a-1b1e-4b5a-9c0d-3f1c2b7a9d10'
  expect([Revision.parse(7), ChangesetId.parse(7), GridId.parse(7), DraftId.parse(id)]).toEqual([7, 7, 7, id])
  expect([Revision.safeParse(-1), Revision.safeParse(1.5), DraftId.safeParse('7')]).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ success: false })),
  )
  expect(ChangesetParam.safeParse('').success).toBe(false)
})
