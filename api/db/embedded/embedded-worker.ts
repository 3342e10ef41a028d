import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, protocol } from '@electric-sql/pglite'
import { StartError } from '../../errors.ts'
import { buildPostgisBundle } from './build-postgis-bundle.ts'
import { createPostgisExtension, repairStackPointer, withCachedObjectKeys } from './postgis-extension.ts'
import type {
  EmbeddedWorkerResponse,
  EmbeddedWorkerRequest,
  EmbeddedWorkerTask,
} from './embedded-worker-messages.ts'
import { decodeColumns, decodeResponse } from '../protocol/decode-response.ts'
import { createResultFormats } from './result-formats.ts'

/*
 * The embedded database's own thread: a statement stops this thread only, and one that never ends can be ended with it.
 */

const port = parentPort
if (!port) throw new Error('embedded-worker runs as a worker thread')
const { task, cluster, cache }: EmbeddedWorkerTask = workerData
const answer = (value: EmbeddedWorkerResponse, transfer: ArrayBuffer[] = []) =>
  port.postMessage(value, transfer)

const settings = [
  'timezone=UTC',
  'shared_buffers=32MB',
  // nobody replicates from here: less to write
  'wal_level=minimal',
  'max_wal_senders=0',
]

const formats = createResultFormats()

/** What ended a statement from inside the engine, if it was not an SQL error. */
let damage: string | undefined

/** Why PostgreSQL gave up, by its own log; what the engine throws then says nothing. */
let lastWords: string | undefined

const WASI_ENOSPC = 51

const CHECKPOINT_BYTES = 64 * 1024 * 1024
/** Not in a .sql file: the bundled thread may lie outside the package and reads none of its files. */
const LOG_SIZE_STATEMENT =
  'select (pg_current_wal_insert_lsn() - redo_lsn)::float8 as bytes from pg_control_checkpoint()'
/** When to look again at how much has been written since the last checkpoint. */
let nextLook = 0

try {
  if (task === 'create') await create()
  else await serve()
} catch (error) {
  answer({ kind: 'failure', message: lastWords ?? textOf(error), start: error instanceof StartError })
}

async function create(): Promise<void> {
  answer({ kind: 'step', step: 'unpack' })
  buildPostgisBundle(cache)
  answer({ kind: 'step', step: 'initialise' })
  const engine = await open()
  answer({ kind: 'step', step: 'extension' })
  await withCachedObjectKeys(() => engine.exec('create extension postgis schema public'))
  await engine.close()
  answer({ kind: 'done' })
}

async function serve(): Promise<void> {
  const engine = await open()
  port?.on('message', async (question: EmbeddedWorkerRequest) => {
    try {
      if (question === 'close') {
        await engine.close()
        answer({ kind: 'done' })
        return
      }
      const bytes = await exchange(engine, wireOf(question))
      if (question.values !== null && !formats.has(question.text))
        formats.remember(
          question.text,
          decodeColumns(bytes).map(({ typeId }) => typeId),
        )
      answer({ kind: 'reply', bytes, damage }, [bytes.buffer])
      await checkpointWhenDue(engine)
    } catch (error) {
      answer({ kind: 'failure', message: textOf(error), start: false })
    }
  })
  answer({ kind: 'done' })
}

async function open(): Promise<PGlite> {
  const engine = await PGlite.create({
    dataDir: cluster,
    extensions: {
      postgis: createPostgisExtension(buildPostgisBundle(cache), (line) => {
        lastWords = /(?:FATAL|PANIC): +(.*)/.exec(line)?.[1] ?? lastWords
      }),
    },
    startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
  })
  repairStackPointer(engine, (cause) => {
    damage = textOf(cause)
  })
  return engine
}

/** A whole exchange as one message: four times as fast as step by step. */
function wireOf({ text, values }: Exclude<EmbeddedWorkerRequest, 'close'>): Uint8Array {
  const { parse, bind, describe, execute, sync, query } = protocol.serialize
  return values === null
    ? query(text)
    : Buffer.concat([
        parse({ text }),
        formats.apply(text, bind({ values })),
        describe({ type: 'P' }),
        execute({}),
        sync(),
      ])
}

/** Runs to its end before it answers: nothing else can come between. */
async function exchange(engine: PGlite, message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  await engine.execProtocolRawStream(message, {
    syncToFs: false,
    onRawData: (chunk) => {
      chunks.push(chunk.slice())
    },
  })
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/**
 * PostgreSQL in single-user mode never makes a checkpoint by itself: its log would grow until it is closed,
 * and a start after a kill would have to go through all of it.
 */
async function checkpointWhenDue(engine: PGlite): Promise<void> {
  if (Date.now() < nextLook || engine.isInTransaction()) return
  nextLook = Date.now() + 1_000
  const { rows } = decodeResponse(await exchange(engine, protocol.serialize.query(LOG_SIZE_STATEMENT)))
  if (Number(rows[0]?.['bytes']) > CHECKPOINT_BYTES)
    await exchange(engine, protocol.serialize.query('checkpoint'))
}

function textOf(error: unknown): string {
  // the engine's own file system numbers its errors by WASI
  if (typeof error === 'object' && error !== null && 'errno' in error && !(error instanceof Error))
    return error.errno === WASI_ENOSPC ? 'ENOSPC: no space left on device' : `error ${error.errno} of a file`
  return error instanceof Error ? error.message : String(error)
}
