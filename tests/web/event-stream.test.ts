// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { openEventStream } from '../../web/lib/event-stream.ts'

/** The browser's end of a line that the test holds the other end of. */
class Line extends EventTarget {
  static all: Line[] = []
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly address: string) {
    super()
    Line.all.push(this)
  }
  close() {
    this.closed = true
  }
  say(event: string, data: string) {
    this.dispatchEvent(new MessageEvent(event, { data }))
  }
  static get last() {
    return Line.all[Line.all.length - 1]!
  }
}

const heard: unknown[] = []
const states: boolean[] = []
const follow = () =>
  openEventStream('/events', {
    messages: { revision: z.object({ revision: z.number() }) },
    onMessage: { revision: (data) => heard.push(data) },
    onState: (up) => states.push(up),
    silenceMs: 50_000,
    random: () => 1,
  })

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Line)
  Line.all = []
  heard.length = states.length = 0
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the event stream client', () => {
  it('passes on events that match the contract, and ignores others', () => {
    const line = follow()
    Line.last.say('revision', '{"revision":4}')
    Line.last.say('revision', '{"revision":"four"}')
    Line.last.say('revision', 'not json')
    expect(heard).toEqual([{ revision: 4 }])
    line.close()
  })

  it('reconnects with growing delays, and reports when it is connected again', () => {
    const line = follow()
    for (const wait of [500, 1000, 2000]) {
      const broken = Line.last
      broken.onerror?.()
      vi.advanceTimersByTime(wait - 1)
      expect(Line.last).toBe(broken)
      vi.advanceTimersByTime(1)
      expect(Line.last).not.toBe(broken)
    }
    Line.last.say('revision', '{"revision":5}')
    expect([states.at(0), states.at(-1)]).toEqual([false, true])
    line.close()
  })

  it('treats long silence as a lost connection', () => {
    const line = follow()
    Line.last.say('revision', '{"revision":1}')
    vi.advanceTimersByTime(50_000)
    expect(states.at(-1)).toBe(false)
    expect(Line.last.closed).toBe(true)
    line.close()
  })

  it('reconnects at once when the server is known to be up, and stops when closed', () => {
    const line = follow()
    Line.last.onerror?.()
    line.hurry()
    expect(Line.all.length).toBe(2)
    Line.last.onerror?.()
    line.close()
    vi.advanceTimersByTime(60_000)
    expect(Line.all.length).toBe(2)
  })
})
