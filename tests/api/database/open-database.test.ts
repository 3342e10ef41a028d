import { expect, test } from 'vitest'
import { openDatabase } from '../../../api/db/open-database.ts'
import { freePort } from '../../helpers/free-port.ts'

/** A wrong DATABASE_URL is told in one sentence, without the password. */

test('no server at the address', async () => {
  const port = await freePort()
  const failure = await openDatabase({ url: `postgres://grid:secret@127.0.0.1:${port}/city` }).catch(
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({
    name: 'StartError',
    message: expect.stringContaining(`127.0.0.1:${port}/city`),
  })
  expect(String(failure)).not.toContain('secret')
})

test.each(['', 'not an address', 'mysql://root@localhost/city', 'http://localhost'])(
  '%o is no address',
  async (url) => {
    await expect(openDatabase({ url })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('postgres://'),
    })
  },
)
