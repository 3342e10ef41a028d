import type { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import type { DraftRow } from './draft-row.ts'

const listStepAuthorsStatement = loadSql('api/drafts/sql/list-step-authors.sql')

/**
 * Throws when the person made a step of the draft or submitted it, unless the city allows decisions on one's own
 * work. Undone steps and steps from before a rebase count too: their author has seen and shaped the draft.
 *
 * @throws AppError own_work
 */
export async function assertFourEyes(
  tx: Queryable,
  row: Pick<DraftRow, 'id' | 'submitted_by'>,
  name: string,
  { review }: Pick<CitySettings, 'review'>,
): Promise<void> {
  if (review.allowOwnWork) return
  if (row.submitted_by === name)
    throw new AppError('own_work', 'nobody approves or publishes what they submitted', {
      reason: 'submitted',
    })
  if ((await listStepAuthors(tx, row.id)).includes(name))
    throw new AppError('own_work', 'nobody approves or publishes a draft of which they made a step', {
      reason: 'made_steps',
    })
}

/** Returns the names of all authors of steps of the draft. */
export async function listStepAuthors(tx: Queryable, id: DraftId): Promise<string[]> {
  const { rows } = await tx.query<{ author: string }>(listStepAuthorsStatement, [id])
  return rows.map(({ author }) => author)
}
