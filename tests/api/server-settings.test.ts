import { describe, expect, it } from 'vitest'
import { readSettings } from '../../api/runtime/settings.ts'

const server = { DATABASE_URL: 'postgres://grid_map@db/grid_map' }

describe('demo mode', () => {
  it.each([
    ['with nothing set', {}, true],
    ['on another loopback address', { HOST: '127.0.0.9' }, true],
    ['on a public address', { HOST: '0.0.0.0' }, false],
    ['on any IPv6 address', { HOST: '::' }, false],
    ['on a name', { HOST: 'map.example.org' }, false],
    ['on an address that only begins like a loopback one', { HOST: '127.0.0.1.example.org' }, false],
    ['with a database server', server, false],
    ['with a database server on a public address', { ...server, HOST: '0.0.0.0' }, false],
    ['asked for on a public address', { HOST: '0.0.0.0', DEMO_MODE: 'on' }, true],
    ['asked for with a database server', { ...server, DEMO_MODE: 'on' }, true],
    ['switched off', { DEMO_MODE: 'off' }, false],
  ])('%s: %j → %s', (_what, environment, on) => {
    expect(readSettings(environment).demoMode).toBe(on)
  })
})

describe('a sign-in provider', () => {
  const provider = {
    OIDC_ISSUER: 'https://login.example.org',
    OIDC_CLIENT_ID: 'grid-map',
    OIDC_CLIENT_SECRET: 'x',
    PUBLIC_URL: 'https://map.example.org',
  }

  it.each(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'])(
    'without %s is rejected at startup',
    (name) => {
      expect(() => readSettings({ ...provider, [name]: undefined })).toThrow(
        expect.objectContaining({ name: 'StartError', message: expect.stringContaining('needed') }),
      )
    },
  )

  it('must use https unless it runs on the same machine', () => {
    expect(() => readSettings({ ...provider, OIDC_ISSUER: 'http://login.example.org' })).toThrow(
      expect.objectContaining({ name: 'StartError' }),
    )
    expect(readSettings({ ...provider, OIDC_ISSUER: 'http://127.0.0.1:9000' })).toMatchObject({
      OIDC_ISSUER: 'http://127.0.0.1:9000',
    })
  })
})
