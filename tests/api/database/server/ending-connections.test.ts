import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { openServerDatabase } from '../../../../api/db/server/server-database.ts'
import { runAsReader } from '../../../../api/runtime/reader-context.ts'

/**
 * Servers that speak just enough of PostgreSQL's protocol to end a connection at a chosen moment. An error that nobody
 * listens for ends the whole program: the run would fail.
 */
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const message = (kind: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5)
  head.write(kind, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const authenticated = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const shuttingDown = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
)

/** @param onQuestion what it does with the first bytes after the greeting */
async function startServer(greeting: Buffer, onQuestion: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(greeting)
      socket.once('data', () => onQuestion(socket))
    })
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `postgres://test@127.0.0.1:${(server.address() as AddressInfo).port}/test`
}

test('a server that shuts down in the moment in which it accepts a connection ends the question, not the program', async () => {
  const url = await startServer(Buffer.concat([authenticated, ready, shuttingDown]), (socket) => socket.end())
  const database = openServerDatabase({ url })
  await expect(database.query('select 1')).rejects.toMatchObject({ name: 'DatabaseError' })
  await database.close()
})

test('a replica that ends the connection while it says how far it is does not end the program', async () => {
  const closing = await startServer(Buffer.concat([authenticated, ready]), (socket) => socket.destroy())
  const url = await startServer(Buffer.concat([authenticated, ready]), (socket) => socket.end(shuttingDown))
  const database = openServerDatabase({ url, readUrls: [closing] })
  const reader = { revisions: new Map<string, number>(), position: '0/16B3740' }
  await runAsReader(reader, false, () =>
    expect(database.query('select 1', [], { access: 'read' })).rejects.toMatchObject({ code: '57P01' }),
  )
  await database.close()
})
