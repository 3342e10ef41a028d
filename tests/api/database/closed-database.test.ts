import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../api/db/open-database.ts'
import { openTestDatabase } from '../../helpers/database/open-test-database.ts'

describe('a closed database', () => {
  test('rejects queries and can be closed again', async () => {
    const { database, drop } = await openTestDatabase({ holds: 'blank' })
    await database.close()
    await expect(database.query('select 1')).rejects.toMatchObject({ code: '08006' })
    await database.close()
    await drop()
  })

  test('waits for its last transactions to finish', async () => {
    const { database, drop, settings } = await openTestDatabase({ holds: 'blank' })
    await database.query('create table item (id int)')
    const writing = database.transaction(async (tx) => {
      await tx.query('insert into item values (1)')
      await tx.query('insert into item values (2)')
    })
    await database.close()
    await writing
    const again = await openDatabase(settings)
    expect((await again.query('select id from item')).rowCount).toBe(2)
    await again.close()
    await drop()
  })
})
