import type { RemoteCommand } from '#shared/contract/screens/screens.ts'
import { toChangesetRequest } from '../changesets/changeset-request.ts'
import { commitChangeset } from '../changesets/commit-changeset.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'
import type { Actor } from '../runtime/actor.ts'
import { createDefaultScreen, readScreens } from './screen-rows.ts'
import { type ScreenUpdate, writeScreen } from './write-screen.ts'

const sql = {
  retire: loadSql('api/screens/sql/retire-screen.sql'),
  updateCommand: loadSql('api/screens/sql/update-screen-command.sql'),
}

export interface ScreenRequest {
  city: string
  id: string
  /** Request id of the changeset: a repeated request changes nothing. */
  requestId: string
}

/** @throws AppError stale_base when the screen has another version */
export async function updateScreen(
  database: Database,
  actor: Actor,
  { city, id, requestId }: ScreenRequest,
  { note, ...update }: Omit<ScreenUpdate, 'id'> & { note: string },
): Promise<void> {
  const request = toChangesetRequest(actor, { city, note, requestId, kind: 'screen.change' })
  await commitChangeset(database, request, (tx, scope) => writeScreen(tx, scope, { id, ...update }))
}

/** Removes a screen; its versions remain. @throws AppError stale_base */
export async function retireScreen(
  database: Database,
  actor: Actor,
  { city, id, requestId }: ScreenRequest,
  version: number,
): Promise<void> {
  const request = toChangesetRequest(actor, { city, note: id, requestId, kind: 'screen.remove' })
  await commitChangeset(database, request, async (tx, { at }) => {
    const { rowCount } = await tx.query(sql.retire, [id, version, at])
    if (rowCount === 0)
      throw new AppError(
        'stale_base',
        'there is no such screen, or somebody else has changed it in the meantime',
        { screen: id },
      )
    return { answer: null, box: null, layers: [], audit: { object: `screen:${id}` } }
  })
}

/** Sends a command to the walls that show a screen. */
export async function sendScreenCommand(
  database: Database,
  actor: Actor,
  { city, id, requestId }: ScreenRequest,
  command: RemoteCommand,
): Promise<void> {
  const request = toChangesetRequest(actor, { city, note: command.kind, requestId, kind: 'screen.tell' })
  await commitChangeset(database, request, async (tx, scope) => {
    // the command is stored with the screen, and a wall may show one that has no row yet
    if ((await readScreens(tx, id)).length === 0) {
      const { document } = createDefaultScreen(id)
      await writeScreen(tx, scope, { id, version: 'latest', name: id, document })
    }
    await tx.query(sql.updateCommand, [id, command, scope.revision, scope.at])
    return {
      answer: null,
      box: null,
      layers: [],
      audit: { object: `screen:${id}`, detail: { telling: command } },
    }
  })
}
