import { Agent, request, type IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { setTimeout as wait } from 'node:timers/promises'

/** What a wall does with its line and its requests, without a browser around it: five hundred of them fit into one process. */
export interface WallClient {
  /** Revision of the numbers that it holds. */
  revision(): number
  /** Told, with the moment, whenever newer numbers have arrived. */
  onNumbers(listener: (revision: number, at: number) => void): void
  close(): void
}

/** As in use-board.ts, city.store.ts and columns.store.ts. */
const [SPREAD_MS, COLUMN_SPREAD_MS] = [100, 100]
const SETTLE_MS = 300

export async function openWallClient({
  base,
  city,
  screen,
  cookie,
  metric,
}: {
  base: string
  city: string
  screen: string
  cookie: string
  metric: string
}): Promise<WallClient> {
  // a browser keeps a few connections open; the line has one of its own
  const agent = new Agent({ keepAlive: true, maxSockets: 3 })
  const line = new Agent({ keepAlive: true, maxSockets: 1 })
  const api = `${base}/api/cities/${city}`
  const etags = new Map<string, string>()
  let revision = 0
  let told = 0
  let listener: (revision: number, at: number) => void = () => undefined
  let closed = false

  const get = async (url: string): Promise<Buffer | null> => {
    const known = etags.get(url)
    const answer = await open(url, agent, {
      cookie,
      'accept-encoding': 'gzip',
      ...(known === undefined ? {} : { 'if-none-match': known }),
    })
    const bytes = await bytesOf(answer)
    if (answer.statusCode === 304) return null
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`)
    if (answer.headers.etag !== undefined) etags.set(url, answer.headers.etag)
    return answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
  }
  const numbers = async (): Promise<void> => {
    const [board] = await Promise.all([get(`${api}/board`), get(`${api}/screens/${screen}`)])
    const arrived = Number(/"revision":(\d+)/.exec(board?.subarray(0, 400).toString() ?? '')?.[1] ?? revision)
    if (arrived > revision) {
      revision = arrived
      listener(revision, performance.timeOrigin + performance.now())
    }
    if (arrived < told) {
      await wait(1000)
      if (!closed) await numbers()
    }
  }
  const column = async (): Promise<void> => {
    await wait(Math.random() * COLUMN_SPREAD_MS)
    if (!closed) await get(`${api}/metrics/${metric}/grid`)
  }
  const heard = (now: number): void => {
    if (now <= told) return
    told = now
    // the map waits for the numbers
    void wait(Math.random() * SPREAD_MS)
      .then(numbers)
      .then(column)
      .catch(failed)
    void wait(SETTLE_MS * (1 + Math.random()))
      .then(() => get(api))
      .catch(failed)
  }
  const failed = (error: unknown): void => {
    if (!closed) throw error
  }

  await numbers()
  told = revision
  const stream = await open(`${api}/events`, line, { cookie, accept: 'text/event-stream' })
  if (stream.statusCode !== 200) throw new Error(`no line: ${stream.statusCode}`)
  stream.on('data', (chunk: Buffer) => {
    for (const [, id] of chunk.toString().matchAll(/^id: (\d+)\nevent: revision/gm)) heard(Number(id))
  })
  stream.on('error', () => undefined)
  return {
    revision: () => revision,
    onNumbers(next) {
      listener = next
    },
    close() {
      closed = true
      stream.destroy()
      agent.destroy()
      line.destroy()
    },
  }
}

function open(url: string, agent: Agent, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, resolve).on('error', reject).end()
  })
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
