import { expect, it } from 'vitest'
import { databaseDriver } from '../../helpers/database/open-test-database.ts'
import { killRepeatedly } from '../../helpers/kills/kill-repeatedly.ts'
import { killWorks } from '../../helpers/kills/kill-works.ts'

/** A few kills with each run; `npm run test:kills` does hundreds, also of a first load and of migrations. */
it.each(databaseDriver === 'server' ? killWorks : (['restore'] as const))(
  '%s: a process that is killed leaves the state before or after, and the next one goes on',
  async (work) => {
    const { kills, defects } = await killRepeatedly(work, { kills: 2 })
    expect(defects).toEqual([])
    expect(kills).toBe(2)
  },
  120_000,
)
