import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { quoteName } from './begin-statement.ts'
import { DatabaseError, SqlState } from './database-errors.ts'
import type { Database } from './database.ts'

interface Subscriber { onPayload: (payload: string) => void; onGap: (() => void) | undefined }

/**
 * LISTEN on a connection of its own, made when first needed. When it breaks it is made again, waiting a little longer
 * after each failure, and every subscriber hears that something may have been missed.
 */
export function listenOnServer(config: pg.ClientConfig): Pick<Database, 'listen' | 'close'> {
  const channels = new Map<string, Set<Subscriber>>()
  const closing = new AbortController()
  let client: Promise<pg.Client> | undefined

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ ...config, query_timeout: 10_000 })
    // a connection without traffic dies unnoticed behind some routers
    const pulse = setInterval(() => { fresh.query('select 1').catch(() => fresh.connection.stream.destroy()) }, PULSE_MS).unref()
    fresh.on('error', () => undefined)
    fresh.on('notification', ({ channel, payload = '' }) => {
      for (const subscriber of [...channels.get(channel) ?? []]) subscriber.onPayload(payload)
    })
    fresh.on('end', () => clearInterval(pulse))
    try {
      await fresh.connect()
    } catch (error) {
      clearInterval(pulse)
      throw error
    }
    for (const channel of channels.keys()) await fresh.query(`listen ${quoteName(channel)}`)
    fresh.on('end', () => {
      if (closing.signal.aborted) return
      client = reconnect()
      client.catch(() => undefined)
    })
    return fresh
  }

  const reconnect = async (): Promise<pg.Client> => {
    for (let delay = 250; ; delay = Math.min(delay * 2, 30_000)) {
      await wait(delay * (0.5 + Math.random()), undefined, { ref: false, signal: closing.signal })
      try {
        const fresh = await connect()
        for (const subscribers of channels.values()) for (const { onGap } of subscribers) onGap?.()
        return fresh
      } catch { /* the server is still away: try again */ }
    }
  }

  const connection = (): Promise<pg.Client> => {
    client ??= connect().catch((error: unknown) => {
      client = undefined
      throw new DatabaseError(SqlState.cannotConnect, 'cannot listen: no connection to the database', {}, { cause: error })
    })
    return client
  }

  return {
    listen: async (channel, onPayload, onGap) => {
      const subscriber: Subscriber = { onPayload, onGap }
      const subscribers = channels.get(channel) ?? new Set()
      channels.set(channel, subscribers.add(subscriber))
      const stop = async () => {
        if (!subscribers.delete(subscriber) || subscribers.size > 0) return
        channels.delete(channel)
        client?.then(open => open.query(`unlisten ${quoteName(channel)}`)).catch(() => undefined)
      }
      try {
        await (await connection()).query(`listen ${quoteName(channel)}`)
      } catch (error) {
        subscribers.delete(subscriber)
        if (subscribers.size === 0) channels.delete(channel)
        throw error
      }
      return stop
    },
    close: async () => {
      closing.abort()
      channels.clear()
      await (await client?.catch(() => undefined))?.end()
    },
  }
}

const PULSE_MS = 30_000
