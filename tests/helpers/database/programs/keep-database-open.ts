import { openDatabase } from '../../../../api/db/open-database.ts'

/** Opens the database of the given settings, says each step and 'open', and holds it until its input ends. */

const { url, ...settings } = JSON.parse(process.argv[2] ?? '{}')
const database = await openDatabase({ ...settings, onStep: (step: string) => console.log(step) })
database.announce(url ?? 'http://127.0.0.1:8787')
console.log('open')
process.stdin.resume().on('end', async () => {
  await database.close()
  console.log('closed')
})
