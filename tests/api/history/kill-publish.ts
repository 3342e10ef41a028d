import { copyDatabase } from '../../helpers/database/open-test-database.ts'
import { openDatabase } from '../../../api/db/open-database.ts'
import { createCity } from '../../../data/importers/create-city.ts'
import { aCity } from '../../helpers/a-city.ts'
import { anApprovedDraft } from '../../helpers/an-approved-draft.ts'
import { startChild } from '../../helpers/database/child.ts'
import { territoryOf } from '../../helpers/database/territory.ts'
import { testAppOn } from '../../helpers/open-test-app.ts'

export type Moment = { at: number | 'commit'; delay?: number }
type Territory = Record<string, number | string>

export interface Killed {
  moment: Moment
  left: Territory
}

const city = '321000'

/**
 * Publishes one draft again and again in processes of their own, each killed (SIGKILL) at another moment, and at last in
 * one that lives. What each left behind is what the next one finds.
 */
export async function killWhilePublishing(
  moments: readonly Moment[],
): Promise<{
  before: Territory
  kills: Killed[]
  last: { published: number; again: number; statements: number; left: Territory }
}> {
  const { settings, remove } = await copyDatabase()
  try {
    const database = await openDatabase(settings)
    await createCity(database, aCity({ code: city, columns: 3, rows: 4 }), {
      actor: 'test',
      note: 'test data',
    })
    const test = await testAppOn(database)
    const draft = await anApprovedDraft(test, city, '321001001')
    const before = await territoryOf(database, city)
    await test.app.close()
    await database.close()

    const said = (lines: string[]) => Object.assign({}, ...lines.map((line) => JSON.parse(line)))
    const kills: Killed[] = []
    for (const [i, moment] of [...moments, null].entries()) {
      const child = startChild('publish-and-die', { settings, city, draft, ...moment })
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
