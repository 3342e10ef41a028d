import { writeSync } from 'node:fs'
import { openDatabase } from '../../../../api/db/open-database.ts'

/**
 * Writes batches of rows for ever, each in one transaction, and prints the number of each batch once it is committed.
 * Table: pair (batch int, n int), n counting from 1; batches of very different size, so that a kill meets all sorts of work.
 */

const database = await openDatabase(JSON.parse(process.argv[2] ?? '{}'))
await database.query('create table if not exists pair (batch int, n int, filling text)')
const {
  rows: [last],
} = await database.query<{ batch: number }>('select coalesce(max(batch), 0) as batch from pair')
writeSync(1, 'writing\n')
for (let batch = (last?.batch ?? 0) + 1; ; batch++) {
  await database.transaction(async (tx) => {
    const size = batch % 5 === 0 ? 4_000 : 1
    await tx.query("insert into pair select $1, n, repeat('x', 200) from generate_series(1, $2::int) n", [
      batch,
      size,
    ])
    await tx.query("insert into pair values ($1, $2, 'last')", [batch, size + 1])
  })
  // straight to the pipe: what was printed was committed before
  writeSync(1, `${batch}\n`)
}
