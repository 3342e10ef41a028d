import { z } from 'zod'
import type { DraftComment } from '#shared/contract/drafts/draft-review.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'

const sql = {
  list: loadSql('api/drafts/feedback/sql/list-comments.sql'),
  insert: loadSql('api/drafts/feedback/sql/insert-comment.sql'),
}

const CommentRow = z.object({
  id: z.string(),
  author: z.string(),
  at: z.string(),
  text: z.string(),
  x: z.number().nullable(),
  y: z.number().nullable(),
  grid_id: z.number().nullable(),
})

export async function listComments(tx: Queryable, draft: DraftId): Promise<DraftComment[]> {
  return z
    .array(CommentRow)
    .parse((await tx.query(sql.list, [draft])).rows)
    .map(({ x, y, grid_id, ...comment }) => ({
      ...comment,
      place: x === null || y === null ? null : [x, y],
      grid: grid_id,
    }))
}

export async function insertComment(
  tx: Queryable,
  draft: DraftId,
  author: string,
  at: Date,
  { id, text, place, grid }: Pick<DraftComment, 'id' | 'text' | 'place' | 'grid'>,
): Promise<void> {
  await tx.query(sql.insert, [
    id,
    draft,
    author,
    at,
    text,
    place && Math.round(place[0]),
    place && Math.round(place[1]),
    grid,
  ])
}
