import { sendDraftSteps } from './send-draft-steps.ts'

/** Sends one request of an attack; `i` is different for each, so that no answer comes from a cache. */
export type Attack = {
  /** Requests under way at the same time. */
  width: number
  /** Milliseconds after which the attacker hangs up; undefined: never. */
  leaveMs?: number
  send: (target: AttackTarget, i: number, signal: AbortSignal) => Promise<Response>
}

export interface AttackTarget {
  url: string
  /** With the cookie of the principal that attacks. */
  headers: Record<string, string>
}

const city = '320900'

const get =
  (path: (i: number) => string): Attack['send'] =>
  ({ url, headers }, i, signal) =>
    fetch(`${url}/api/cities/${path(i)}`, { headers, signal })

const post =
  (path: string, body: string): Attack['send'] =>
  ({ url, headers }, _, signal) =>
    fetch(`${url}/api/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      signal,
    })

const speed = (i: number) => 20 + (i % 1800) / 10
const pastDay = (i: number) =>
  `20${10 + (i % 14)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`

/** Drafts that are edited at the same time. */
const DRAFTS = 8

/** What costs a server most, among what a principal may ask; all but the last one need the right to read only. */
export const ATTACKS = {
  '1 MB of [[[ to the sign-in': { width: 8, send: post('session', '['.repeat(1_000_000)) },
  'coverage, abandoned': {
    width: 60,
    leaveMs: 200,
    send: get((i) => `${city}/coverage?mode=network&speed=${speed(i)}`),
  },
  isochrones: {
    width: 30,
    send: get((i) => `${city}/contours?box=119.9,33.2,120.4,33.6&mode=network&speed=${speed(i)}`),
  },
  'past days': { width: 60, send: get((i) => `${city}@${pastDay(i)}/units?level=street`) },
  exports: { width: 8, send: get(() => `${city}/exports/grids?format=geopackage`) },
  '9,000 buildings': {
    width: 8,
    send: post(
      `cities/${city}/blank-spots/buildings`,
      JSON.stringify({
        buildings: Array.from({ length: 9000 }, (_, i) => ({ name: 'x', lon: 119.5 + i / 1e4, lat: 33.3 })),
      }),
    ),
  },
  'siting, abandoned': {
    width: 16,
    leaveMs: 2000,
    send: post(`cities/${city}/siting`, JSON.stringify({ objective: 'distance', sites: 60, capacity: null })),
  },
  'blank spots': { width: 16, send: get(() => `${city}/blank-spots`) },
  'event streams': { width: 120, leaveMs: 1000, send: get(() => `${city}/events`) },
  'filters of features': {
    width: 16,
    send: get(
      (i) =>
        `${city}/ogc/collections/grids/items?limit=1000&offset=${i % 9000}&filter=${encodeURIComponent(
          Array.from({ length: 40 }, (_, k) => `households > ${k + (i % 7)}`).join(' AND '),
        )}`,
    ),
  },
  'steps of drafts': {
    width: DRAFTS,
    send: (target, i, signal) => sendDraftSteps(target, i % DRAFTS, signal),
  },
} satisfies Record<string, Attack>

export type AttackName = keyof typeof ATTACKS
// the keys of a literal are its names
export const ATTACK_NAMES = Object.keys(ATTACKS) as AttackName[]
