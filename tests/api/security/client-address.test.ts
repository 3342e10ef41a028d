import { Writable } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { readClientInfo } from '../../../api/http/client-info.ts'
import { createForwardingWatch } from '../../../api/http/forwarding-watch.ts'

const addressOf = (forwarded: string, proxies = 1) =>
  readClientInfo(
    {
      header: (name) => (name === 'x-forwarded-for' ? forwarded : undefined),
      url: 'http://map/',
    },
    { incoming: { socket: { remoteAddress: '::ffff:10.0.0.9' } } } as Parameters<typeof readClientInfo>[1],
    proxies,
  ).address

describe('the address that a trusted proxy names', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:50123', '203.0.113.7'],
    ['[2001:db8::7]:50123', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    ['"[2001:db8::7]:443"', '2001:db8::7'],
    ['[::ffff:203.0.113.7]:80', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7:50123', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is %s', (forwarded, address) => {
    expect(addressOf(forwarded)).toBe(address)
  })

  it.each(['unknown', '', '203.0.113.7:', '203.0.113.7:99x', '[203.0.113.7', '1.2.3:80', '_hidden', '[]:80'])(
    '%j is none: the address of the proxy counts',
    (forwarded) => {
      expect(addressOf(forwarded)).toBe('10.0.0.9')
    },
  )

  it('means nothing without a trusted proxy', () => {
    expect(addressOf('203.0.113.7:50123', 0)).toBe('10.0.0.9')
  })
})

describe('a forwarding header without TRUSTED_PROXIES', () => {
  const watchWith = (proxies: number) => {
    const lines: string[] = []
    const sink = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk))
        done()
      },
    })
    return { lines, watch: createForwardingWatch(pino(sink), proxies, () => 0) }
  }

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])('is logged once and remembered: %s', (header) => {
    const { lines, watch } = watchWith(0)
    watch.notice(() => undefined)
    expect(watch.seen()).toBeNull()
    for (let i = 0; i < 3; i++) watch.notice((name) => (name === header ? '203.0.113.7' : undefined))
    expect(watch.seen()).toEqual({ header, at: '1970-01-01T00:00:00.000Z' })
    expect(lines.filter((line) => line.includes('TRUSTED_PROXIES'))).toHaveLength(1)
    expect(lines.join('')).not.toContain('203.0.113.7')
  })

  it('is expected when proxies are trusted', () => {
    const { lines, watch } = watchWith(1)
    watch.notice(() => '203.0.113.7')
    expect([watch.seen(), lines]).toEqual([null, []])
  })
})
