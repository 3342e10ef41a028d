import pg from 'pg'

/** The server that TEST_DATABASE_URL names; its user must be allowed to create databases and the PostGIS extension. */
function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL']
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set')
  return url
}

/** The address of another database on the same server. */
export function getDatabaseUrl(database: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${database}`
  return url.href
}

/** Runs `work` on a connection to the maintenance database. */
export async function withServerConnection<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
