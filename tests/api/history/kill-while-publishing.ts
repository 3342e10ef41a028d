import { copyDatabase } from '../../helpers/database/open-test-database.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anApprovedDraft } from '../../helpers/drafts/an-approved-draft.ts'
import { startProgram } from '../../helpers/database/start-program.ts'
import { fingerprintCity } from '../../helpers/database/fingerprint-city.ts'
import { createTestApp } from '../../helpers/api/open-test-app.ts'

export type KillPoint = { at: number | 'commit'; delay?: number }
type Territory = Record<string, number | string>

export interface KillOutcome {
  moment: KillPoint
  left: Territory
}

const city = '321000'

/**
 * Publishes one draft again and again in processes of their own, each killed (SIGKILL) at another moment, and at last in
 * one that lives. What each left behind is what the next one finds.
 */
export async function killWhilePublishing(moments: readonly KillPoint[]): Promise<{
  before: Territory
  kills: KillOutcome[]
  last: { published: number; again: number; statements: number; left: Territory }
}> {
  const { settings, remove } = await copyDatabase()
  try {
    const database = await openDatabase(settings)
    await createCity(database, aCity({ code: city, columns: 3, rows: 4 }), {
      actor: 'test',
      note: 'test data',
    })
    const test = await createTestApp(database)
    const draft = await anApprovedDraft(test, city, '321001001')
    const before = await fingerprintCity(database, city)
    await test.app.close()
    await database.close()

    const said = (lines: string[]) => Object.assign({}, ...lines.map((line) => JSON.parse(line)))
    const kills: KillOutcome[] = []
    for (const [i, moment] of [...moments, null].entries()) {
      const child = startProgram('crash-during-publish', { settings, city, draft, ...moment })
      const code = await child.ended()
      const told = said(child.lines)
      if (i > 0) kills.push({ moment: moments[i - 1]!, left: told.found })
      if (moment === null) return { before, kills, last: told }
      if (code !== null && moment.at !== 'commit' && told.found.published === 0)
        throw new Error(`statement ${moment.at} was never reached`)
    }
    throw new Error('unreachable')
  } finally {
    await remove()
  }
}
