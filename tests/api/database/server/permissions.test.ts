import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrateShared } from '../../../../api/db/migrate.ts'
import { openDatabase } from '../../../../api/db/open-database.ts'
import { onServer, urlOf } from '../../../helpers/database/test-server.ts'

/** What an administrator may have left to do: said in one sentence each. */

const name = `grid_map_test_${randomUUID().replaceAll('-', '')}`
const run = async (url: string, ...statements: string[]) => {
  const database = await openDatabase({ url })
  for (const statement of statements) await database.query(statement)
  await database.close()
}
const asGuest = () => {
  const url = new URL(urlOf(name))
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
  onServer(async (client) => {
    await client.query(`create database ${name} template template0`)
    await client.query(`create role ${name} login`)
  }),
)
afterEach(() =>
  onServer(async (client) => {
    await client.query(`drop database ${name} with (force)`)
    await client.query(`drop role ${name}`)
  }),
)

test('PostGIS is not there, and the user may not create it', async () => {
  await expect(migrateAs(asGuest())).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('create extension postgis'),
  })
})

test('PostGIS is there, and the user may not create schemas', async () => {
  await run(urlOf(name), 'create extension postgis schema public')
  await expect(migrateAs(asGuest())).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringMatching(/grid_shared.*DATABASE_ADMIN_URL/),
  })
})

test('PostGIS lies in another schema', async () => {
  await run(urlOf(name), 'create schema gis', 'create extension postgis schema gis')
  await expect(migrateAs(urlOf(name))).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining('schema gis'),
  })
})

test('migrations may run as another user than the program’s', async () => {
  const database = await openDatabase({ url: asGuest(), adminUrl: urlOf(name) })
  await migrateShared(database)
  await expect(database.query('create schema mine')).rejects.toMatchObject({ code: '42501' })
  await database.close()
})
