import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { quoteIdentifier } from '../transaction/build-begin-statement.ts'
import { DatabaseError, SqlState } from '../database-errors.ts'
import type { Database } from '../database.ts'
import { createSubscriptions } from '../subscriptions.ts'
import { createSerialQueue } from '../../runtime/serial-queue.ts'

/**
 * LISTEN on a connection of its own, made when first needed. When it breaks it is made again, waiting a
 * little longer after each failure, and every subscriber hears that something may have been missed.
 */
export function createServerListener(config: pg.ClientConfig): Pick<Database, 'listen' | 'close'> {
  const subscriptions = createSubscriptions()
  const closing = new AbortController()
  let client: Promise<pg.Client> | undefined

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ ...config, query_timeout: 10_000 })
    fresh.on('error', () => undefined)
    fresh.on('notification', ({ channel, payload = '' }) => subscriptions.deliver(channel, payload))
    await fresh.connect()
    try {
      for (const channel of subscriptions.channels()) await fresh.query(`listen ${quoteIdentifier(channel)}`)
    } catch (error) {
      fresh.connection.stream.destroy()
      throw error
    }
    // a connection without traffic dies unnoticed behind some routers
    const pulse = setInterval(() => {
      say(fresh, 'select 1').catch(() => fresh.connection.stream.destroy())
    }, PULSE_MS).unref()
    fresh.on('end', () => {
      clearInterval(pulse)
      if (closing.signal.aborted) return
      client = reconnect()
      client.catch(() => undefined)
    })
    return fresh
  }
  const inTurn = createSerialQueue()
  const say = (open: pg.Client, text: string) => inTurn(() => open.query(text))

  const reconnect = async (): Promise<pg.Client> => {
    for (let delay = 250; ; delay = Math.min(delay * 2, 30_000)) {
      await wait(delay * (0.5 + Math.random()), undefined, { ref: false, signal: closing.signal })
      try {
        const fresh = await connect()
        subscriptions.gap()
        return fresh
      } catch {
        /* the server is still away: try again */
      }
    }
  }

  const connection = (): Promise<pg.Client> => {
    client ??= connect().catch((error: unknown) => {
      client = undefined
      throw new DatabaseError(
        SqlState.cannotConnect,
        'cannot listen: no connection to the database',
        {},
        { cause: error },
      )
    })
    return client
  }

  return {
    listen: (channel, onPayload, onGap) =>
      subscriptions.add(
        channel,
        { onPayload, onGap },
        async () => {
          await say(await connection(), `listen ${quoteIdentifier(channel)}`)
        },
        // a connection that is not there hears nothing: no need to wait for it
        async () => {
          client?.then((open) => say(open, `unlisten ${quoteIdentifier(channel)}`)).catch(() => undefined)
        },
      ),
    close: async () => {
      closing.abort()
      await (await client?.catch(() => undefined))?.end()
    },
  }
}

const PULSE_MS = 30_000
