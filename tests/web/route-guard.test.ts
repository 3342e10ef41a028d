// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { type RouteGuardInput, resolveCityGuard, resolvePageGuard } from '../../web/app/route-guard.ts'
import { ProblemError } from '../../web/lib/problem-error.ts'

const ready = <T>(value: T) => ({ state: 'ready', value }) as const
const failed = (code: ConstructorParameters<typeof ProblemError>[0]) =>
  ({ state: 'failed', error: new ProblemError(code, '') }) as const
const facts = (changes: Partial<RouteGuardInput> = {}): RouteGuardInput => ({
  session: ready({ session: {} }),
  mayRead: true,
  cities: ready([{ code: '320900', state: 'ready' as const }]),
  code: '320900',
  summary: ready({}),
  ...changes,
})

describe('the route guard of the map', () => {
  it.each<[string, Partial<RouteGuardInput>]>([
    ['open', {}],
    ['starting', { session: { state: 'loading' } }],
    ['failed', { session: failed('unreachable') }],
    ['signIn', { session: ready({ session: null }) }],
    ['noAccess', { mayRead: false }],
    ['noCities', { cities: ready([]), code: null, summary: { state: 'idle' } }],
    ['cityLoading', { summary: failed('unavailable') }],
    ['cityUnknown', { summary: failed('not_found') }],
    ['signIn', { summary: failed('unauthenticated') }],
    ['failed', { summary: failed('internal') }],
    ['starting', { summary: { state: 'loading' } }],
  ])('%s', (kind, changes) => {
    expect(resolveCityGuard(facts(changes)).kind).toBe(kind)
  })

  it('stays open once data has been shown, even when a reload fails', () => {
    expect(resolveCityGuard(facts({ summary: { ...failed('unreachable'), value: {} } })).kind).toBe('open')
  })
})

describe('the route guard of a page without a city', () => {
  it.each<[string, Parameters<typeof resolvePageGuard>[0]]>([
    ['open', { session: ready({ session: {} }), allowed: true }],
    ['notYours', { session: ready({ session: {} }), allowed: false }],
    ['signIn', { session: ready({ session: null }), allowed: false }],
    ['starting', { session: { state: 'loading' }, allowed: false }],
    ['failed', { session: failed('unreachable'), allowed: false }],
  ])('%s', (kind, facts) => {
    expect(resolvePageGuard(facts).kind).toBe(kind)
  })
})
