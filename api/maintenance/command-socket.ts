import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { describeFullDisk } from '../db/describe-full-disk.ts'
import { AppError, StartError } from '../errors.ts'
import { makeTemporaryFolder } from '../runtime/files/unfinished-files.ts'
import { MaintenanceCommand, MaintenanceResult, runMaintenanceCommand } from './run-maintenance-command.ts'

/**
 * The embedded database belongs to one process: while the server runs, commands are carried out by it. It
 * listens on a socket of the operating system's, not of the network's, whose address stands in a file of the
 * data folder; both can be read by the folder's owner alone.
 */
const ADDRESS_FILE = 'commands'

const Order = z.object({ command: MaintenanceCommand, actor: z.string() })
const Answer = z.union([z.object({ answer: MaintenanceResult }), z.object({ refused: z.string() })])

/** Listens for commands; the answer stops listening. */
export async function serveMaintenanceCommands(
  database: Database,
  dataDir: string,
  program: string,
): Promise<() => Promise<void>> {
  // a path inside the data folder may be longer than a socket's address can be
  const folder = process.platform === 'win32' ? null : await makeTemporaryFolder('commands')
  const address = folder === null ? `\\\\.\\pipe\\grid-map-${randomUUID()}` : path.join(folder, 'commands')
  const server = createServer({ requestTimeout: 0 }, (incoming, outgoing) => {
    void (async () => {
      const answer = await carryOut(database, incoming, program)
      outgoing.end(JSON.stringify(answer))
    })()
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve))
  const file = path.join(dataDir, ADDRESS_FILE)
  rmSync(file, { force: true })
  writeFileSync(file, address, { mode: 0o600 })
  return async () => {
    rmSync(file, { force: true })
    await new Promise((resolve) => server.close(resolve))
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}

/** Has the server that works in the data folder carry out a command. @throws StartError with its refusal */
export async function sendMaintenanceCommand(
  dataDir: string,
  command: MaintenanceCommand,
  actor: string,
): Promise<MaintenanceResult> {
  const silent = (cause: unknown) =>
    new StartError(
      `The server that holds the data folder ${dataDir} takes no commands now: try again, or stop it first.`,
      { cause },
    )
  let address: string
  try {
    address = readFileSync(path.join(dataDir, ADDRESS_FILE), 'utf8').trim()
  } catch (error) {
    throw silent(error)
  }
  const answer = Answer.parse(
    await new Promise((resolve, reject) => {
      const asked = request({ socketPath: address, method: 'POST', path: '/' }, (response) =>
        json(response).then(resolve, reject),
      )
      asked.once('error', (error) => reject(silent(error)))
      asked.end(JSON.stringify({ command, actor } satisfies z.input<typeof Order>))
    }),
  )
  if ('refused' in answer) throw new StartError(answer.refused)
  return answer.answer
}

async function carryOut(
  database: Database,
  body: Parameters<typeof json>[0],
  program: string,
): Promise<z.input<typeof Answer>> {
  try {
    const { command, actor } = Order.parse(await json(body))
    return { answer: await runMaintenanceCommand(database, command, { actor, program }) }
  } catch (error) {
    return {
      refused:
        describeFullDisk(error) ??
        (error instanceof StartError || error instanceof AppError
          ? error.message
          : `The command failed: ${error instanceof Error ? error.message : String(error)}`),
    }
  }
}
