import { killWhilePublishing, type KillPoint } from './kill-while-publishing.ts'

/**
 * npx tsx tests/api/history/kill-while-publishing.script.ts: kills a publishing process at every statement, and at some moments
 * around COMMIT; TEST_DATABASE_URL chooses the server. Ends at the first that leaves half a change.
 */
const {
  last: { statements },
} = await killWhilePublishing([])
const moments: KillPoint[] = [
  ...Array.from({ length: statements }, (_, i) => ({ at: i + 1 })),
  ...[0, 0, 200, 500, 1000, 2000, 4000, 8000].map((delay) => ({ at: 'commit' as const, delay })),
]
let left = moments
let kills = 0
let committed = 0
while (left.length > 0) {
  const run = await killWhilePublishing(left)
  const whole = run.kills.findIndex((each) => each.left['published'] === 1)
  const known = whole < 0 ? run.kills : run.kills.slice(0, whole + 1)
  for (const { moment, left: found } of known) {
    kills++
    const expected = found['published'] === 1 ? run.last.left : run.before
    if (found['published'] === 1) committed++
    if (found['broken'] !== '' || JSON.stringify(found) !== JSON.stringify(expected))
      throw new Error(`${JSON.stringify(moment)} left ${JSON.stringify(found)}`)
  }
  // once it is published there is nothing more to kill: the rest begins on a fresh city
  left = left.slice(known.length)
}
process.stdout.write(
  `${statements} statements, ${kills} kills: ${kills - committed} left nothing, ${committed} the whole change\n`,
)
