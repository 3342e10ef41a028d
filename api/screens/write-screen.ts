import { z } from 'zod'
import type { ScreenDocument } from '#shared/contract/screens/screens.ts'
import type { ChangesetOutcome, ChangesetScope } from '../changesets/commit-changeset.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

const sql = {
  findState: loadSql('api/screens/sql/find-screen-state.sql'),
  upsert: loadSql('api/screens/sql/upsert-screen.sql'),
  insertVersion: loadSql('api/screens/sql/insert-screen-version.sql'),
}
const StateRow = z.object({ version: z.number().int(), removed: z.boolean() })

export interface ScreenUpdate {
  id: string
  /** Expected current version; 0: the screen is new or removed; latest: no version is checked. */
  version: number | 'latest'
  name: string
  document: ScreenDocument
}

/** Stores the next version of a screen. Versions are kept forever. @throws AppError stale_base */
export async function writeScreen(
  tx: Queryable,
  { changesetId }: ChangesetScope,
  { id, version, name, document }: ScreenUpdate,
): Promise<ChangesetOutcome<null>> {
  const state = z.array(StateRow).parse((await tx.query(sql.findState, [id])).rows)[0]
  const current = state === undefined || state.removed ? 0 : state.version
  if (version !== 'latest' && version !== current)
    throw new AppError('stale_base', 'somebody else has changed the screen in the meantime', {
      version: current,
    })
  // numbering continues after a removal, because the old versions remain
  const next = (state?.version ?? 0) + 1
  await tx.query(sql.upsert, [id, name, document, next])
  await tx.query(sql.insertVersion, [id, next, name, document, changesetId])
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
