import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrateShared } from '../../../../api/db/migrations/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { withServerConnection, getDatabaseUrl } from '../../../helpers/database/test-server.ts'

/** What an administrator may have left to do: said in one sentence each. */

const name = `grid_map_test_${randomUUID().replaceAll('-', '')}`
const run = async (url: string, ...statements: string[]) => {
  const database = await openDatabase({ url })
  for (const statement of statements) await database.query(statement)
  await database.close()
}
const asGuest = () => {
  const url = new URL(getDatabaseUrl(name))
  url.username = name
  return url.href
}
const migrateAs = async (url: string) => {
  const database = await openDatabase({ url })
  try {
    await migrateShared(database)
  } finally {
    await database.close()
  }
}

beforeEach(() =>
  withServerConnection(async (client) => {
    await client.query(`create database ${name} template template0`)
    await client.query(`create role ${name} login`)
  }),
)
afterEach(() =>
  withServerConnection(async (client) => {
    await client.query(`drop database ${name} with (force)`)
    await client.query(`drop role ${name}`)
  }),
)

test('reports that PostGIS is missing and the user may not create it', async () => {
  await expect(migrateAs(asGuest())).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('create extension postgis'),
  })
})

test('reports that the user may not create schemas', async () => {
  await run(getDatabaseUrl(name), 'create extension postgis schema public')
  await expect(migrateAs(asGuest())).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(/grid_shared.*DATABASE_ADMIN_URL/),
  })
})

test('reports that PostGIS is installed in another schema', async () => {
  await run(getDatabaseUrl(name), 'create schema gis', 'create extension postgis schema gis')
  await expect(migrateAs(getDatabaseUrl(name))).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('schema gis'),
  })
})

test('runs migrations as a different user than the application', async () => {
  const database = await openDatabase({ url: asGuest(), adminUrl: getDatabaseUrl(name) })
  await migrateShared(database)
  await expect(database.query('create schema mine')).rejects.toMatchObject({ code: '42501' })
  await database.close()
})
