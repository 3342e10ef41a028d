import { z } from 'zod'
import type { ScreenDocument } from '#shared/contract/screens/screens.ts'
import type { ChangesetOutcome, ChangesetScope } from '../changesets/commit-changeset.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

const sql = {
  state: loadSql('api/screens/sql/find-screen-state.sql'),
  put: loadSql('api/screens/sql/upsert-screen.sql'),
  version: loadSql('api/screens/sql/insert-screen-version.sql'),
}
const StateRow = z.object({ version: z.number().int(), removed: z.boolean() })

export interface ScreenUpdate {
  id: string
  /** Of the screen that is changed; 0: a new one, or one that was given up; latest: whatever it is. */
  version: number | 'latest'
  name: string
  document: ScreenDocument
}

/** Puts a screen in its next state, and keeps that state for good. @throws AppError stale_base */
export async function writeScreen(
  tx: Queryable,
  { changesetId }: ChangesetScope,
  { id, version, name, document }: ScreenUpdate,
): Promise<ChangesetOutcome<null>> {
  const state = z.array(StateRow).parse((await tx.query(sql.state, [id])).rows)[0]
  const standing = state === undefined || state.removed ? 0 : state.version
  if (version !== 'latest' && version !== standing)
    throw new AppError('stale_base', 'somebody else has changed the screen in the meantime', {
      version: standing,
    })
  // numbers go on after a screen was given up: its old versions stay where they are
  const next = (state?.version ?? 0) + 1
  await tx.query(sql.put, [id, name, document, next])
  await tx.query(sql.version, [id, next, name, document, changesetId])
  return {
    answer: null,
    box: null,
    layers: [],
    audit: {
      object: `screen:${id}`,
      detail: { version: next, scenes: document.scenes.map((scene) => scene.id) },
    },
  }
}
