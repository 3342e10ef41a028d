import { stopPrimaryRepeatedly } from '../../../helpers/kills/stop-primary-repeatedly.ts'

/**
 * npm run test:stops -- [stops] [seconds] [hard]: stops and starts the primary so often, or for so long, under a server
 * that reads from a replica, and prints what readers and writers were answered. `hard`: the primary is ended without a
 * shutdown.
 */
const [stops = '50', seconds = 'Infinity', how = ''] = process.argv.slice(2)
const result = await stopPrimaryRepeatedly(Number(stops), {
  hard: how === 'hard',
  maxMs: Number(seconds) * 1000,
})
const list = (counts: ReadonlyMap<number, number>) =>
  [...counts].map(([status, count]) => `${status === 0 ? 'no answer' : status} ${count}`).join(', ')
const sorted = result.backMs.toSorted((a, b) => a - b)
process.stdout.write(
  `${result.stops} stops; the server ${result.ended === null ? 'goes on' : `ended: ${result.ended}`}
while the primary was away: ${list(result.away)}
while it was there: ${list(result.there)}
first write after ${Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)} ms (median), ${Math.round(sorted.at(-1) ?? 0)} ms (longest)
memory ${result.memoryMb.join(' → ')} MB
`,
)
process.exitCode = result.ended === null ? 0 : 1
