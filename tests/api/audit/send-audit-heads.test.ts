import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/access/audit.ts'
import { sendAuditHeads } from '../../../api/audit/send-audit-heads.ts'
import { anAccount, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

let test: TestApp
let heads: { log: string; id: number; hash: string }[]

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off' } })
  await anAccount(test, { name: 'judge', role: 'auditor' })
  const auditor = await aSignedInBrowser(test, { name: 'judge', password: validPassword })
  const { logs } = await auditor.ask(contract.verifyAudit)
  heads = logs.flatMap(({ log, head }) => (head.id === 0 ? [] : [{ log, ...head }]))
})
afterAll(() => test.close())

/** The verification itself has added a row to the server's own log since. */
const unchanged = () => heads.filter(({ log }) => log !== 'shared')

describe('heads of the audit logs', () => {
  it('are posted to a receiver as JSON', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (part: string) => bodies.push(part))
      request.on('end', () => response.end())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const sent = await sendAuditHeads(test.database, new URL(`http://127.0.0.1:${port}/heads`))
    server.close()
    expect(sent.map(({ log }) => log)).toContain('shared')
    expect(sent).toEqual(expect.arrayContaining(unchanged()))
    expect(JSON.parse(bodies.join(''))).toEqual({ at: expect.any(String), heads: sent })
  })

  it('are sent to a syslog collector, one line of RFC 5424 for each log', async () => {
    const socket = createSocket('udp4')
    await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
    const lines: string[] = []
    const arrived = new Promise<void>((done) =>
      socket.on('message', (line) => {
        lines.push(line.toString())
        if (lines.length === sent) done()
      }),
    )
    let sent = -1
    sent = (await sendAuditHeads(test.database, new URL(`syslog://127.0.0.1:${socket.address().port}`)))
      .length
    if (lines.length < sent) await arrived
    socket.close()
    for (const line of lines)
      expect(line).toMatch(
        /^<110>1 \S+Z - grid-map - audit\.head \[auditHead@32473 log="(shared|\d{6})" id="\d+" hash="[0-9a-f]{64}"\]$/,
      )
  })

  it('are not taken for sent when the receiver answers with an error', async () => {
    const server = createServer((_request, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(sendAuditHeads(test.database, new URL(`http://127.0.0.1:${port}/`))).rejects.toThrow('503')
    server.close()
  })
})

describe('refused requests of nobody', () => {
  it('are summed up for each address and route, whatever ids they make up', async () => {
    const count = async () =>
      Number(
        (
          await test.database.query<{ n: string }>(
            `select count(*) as n from grid_shared.audit where action = 'access.refused' and actor = 'nobody'`,
            [],
            { access: 'admin' },
          )
        ).rows[0]!.n,
      )
    const before = await count()
    for (let i = 0; i < 40; i++) {
      const response = await test.app.fetch(
        new Request(`http://test/api/cities/3209${String(10 + i)}/units`, {
          headers: { cookie: 'session=x' },
        }),
      )
      expect(response.status).toBe(401)
    }
    await expect.poll(count).toBe(before + 1)
  })
})
