import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageRoot } from '../../api/runtime/package-root.ts'

const read = (file: string) => readFileSync(path.join(packageRoot, file), 'utf8')
const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  tmpfs: z.array(z.string()).default([]),
})
const { services } = z.object({ services: z.record(z.string(), Service) }).parse(parse(read('compose.yaml')))
const { app, database } = z.object({ app: Service, database: Service }).parse(services)

describe('compose.yaml', () => {
  it.each(Object.entries(services))('gives %s a memory limit and no way to more privileges', (_, service) => {
    expect(service.mem_limit).toMatch(/^\d+[gm]$/)
    expect(service.security_opt).toContain('no-new-privileges:true')
    // a released image by its version, never the newest of the day
    if (service.build === undefined) expect(service.image).toMatch(/:\d[\w.-]*$/)
  })

  it('runs the app on a read-only root, without capabilities, and only for this machine', () => {
    expect(app).toMatchObject({ read_only: true, cap_drop: ['ALL'], tmpfs: ['/tmp'] })
    expect(app.ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true)
    expect(database.ports).toEqual([])
  })

  it('lets the app sign in to the database as a user that does not own it', () => {
    const userOf = (name: string) => new URL(app.environment[name]!.replaceAll(/[${}]/g, '')).username
    expect([userOf('DATABASE_URL'), userOf('DATABASE_ADMIN_URL')]).toEqual(['grid_map', 'grid_map_owner'])
    const created = read('compose.yaml')
    expect(created).toMatch(/alter database \S+ owner to grid_map_owner;/)
    expect(created).not.toMatch(/create role \w+ .*superuser/)
  })

  it('has no password of its own: each must be set', () => {
    for (const { environment } of Object.values(services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET/.test(name)) expect(value, name).toMatch(/^\$\{\w+:\?/)
  })
})

it('the image is built on a release of its base, and the program runs without root', () => {
  const lines = read('Dockerfile').split('\n')
  const bases = lines.filter((line) => line.startsWith('FROM '))
  expect(bases.length).toBeGreaterThan(0)
  for (const base of bases) expect(base).toMatch(/^FROM \S+:\d+\.\d+\S*( AS \w+)?$/)
  const last = lines.findLastIndex((line) => line.startsWith('FROM '))
  expect(lines.slice(last).findLast((line) => line.startsWith('USER '))).toBe('USER node')
})
