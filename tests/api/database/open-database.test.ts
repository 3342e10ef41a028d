import { expect, test } from 'vitest'
import { openDatabase } from '../../../api/db/open-database.ts'
import { findFreePort } from '../../helpers/find-free-port.ts'

/** A wrong DATABASE_URL is told in one sentence, without the password. */

test('rejects a URL without a server', async () => {
  const port = await findFreePort()
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
  'rejects %o as a URL',
  async (url) => {
    await expect(openDatabase({ url })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('postgres://'),
    })
  },
)
