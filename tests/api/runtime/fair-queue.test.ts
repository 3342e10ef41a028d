import { afterEach, describe, expect, it } from 'vitest'
import { createFairQueue } from '../../../api/runtime/fair-queue.ts'
import { createSlotCounter } from '../../../api/runtime/slot-counter.ts'

const limits = { running: 2, runningEach: 1, waitingEach: 3, deadlineMs: 60_000 }

/** Ends of the tasks that run. */
const unfinished = new Set<() => void>()

// a task that nobody ends would be refused at its deadline, while another file runs
afterEach(async () => {
  while (unfinished.size > 0) {
    for (const end of unfinished) end()
    await settle()
  }
})

/** Tasks that end when the test says so; `started` lists them in the order in which they began. */
function createTasks() {
  const started: string[] = []
  const finish = new Map<string, () => void>()
  const task = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve) => {
      const end = () => {
        unfinished.delete(end)
        resolve(name)
      }
      unfinished.add(end)
      finish.set(name, end)
    })
  }
  return { started, task, finish: (name: string) => finish.get(name)?.() }
}
/** Lets all promises that are ready settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('fair queue', () => {
  it('says at which place a task waits: the principals take turns', async () => {
    const queue = createFairQueue({ ...limits, running: 1 })
    const { started, task, finish } = createTasks()
    const names = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']
    const signals = new Map(names.map((name) => [name, new AbortController().signal]))
    for (const name of names) void queue.run(name.charAt(0), signals.get(name), task(name))
    await settle()
    const places = () =>
      names
        .filter((name) => queue.placeOf(signals.get(name)!) !== null)
        .sort((one, other) => queue.placeOf(signals.get(one)!)! - queue.placeOf(signals.get(other)!)!)
    expect(places().map((name) => queue.placeOf(signals.get(name)!))).toEqual([1, 2, 3, 4, 5])
    const expected = places()
    for (const name of ['a1', ...expected]) {
      finish(name)
      await settle()
    }
    expect(started).toEqual(['a1', ...expected])
    expect(queue.placeOf(new AbortController().signal)).toBeNull()
  })

  it('says before a task comes whether there is room for it', async () => {
    const queue = createFairQueue(limits)
    const { task } = createTasks()
    for (const name of ['a1', 'a2', 'a3']) void queue.run('a', undefined, task(name))
    queue.checkRoom('a')
    void queue.run('a', undefined, task('a4'))
    expect(() => queue.checkRoom('a')).toThrow('waiting')
    queue.checkRoom('b')
    await settle()
  })

  it('runs so many at once, and so many of one principal', async () => {
    const queue = createFairQueue(limits)
    const { started, task } = createTasks()
    void queue.run('a', undefined, task('a1'))
    void queue.run('a', undefined, task('a2'))
    void queue.run('b', undefined, task('b1'))
    void queue.run('c', undefined, task('c1'))
    await settle()
    expect(started).toEqual(['a1', 'b1'])
  })

  it('lets the principals take turns: the crowd of one does not come before the request of another', async () => {
    const queue = createFairQueue({ ...limits, running: 1 })
    const { started, task, finish } = createTasks()
    for (const name of ['a1', 'a2', 'a3', 'a4']) void queue.run('a', undefined, task(name))
    void queue.run('b', undefined, task('b1'))
    for (const name of ['a1', 'a2', 'b1', 'a3', 'a4']) {
      await settle()
      finish(name)
    }
    await settle()
    expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'a4'])
  })

  it('refuses one principal only, with a time to wait', async () => {
    const queue = createFairQueue(limits)
    const { started, task } = createTasks()
    for (const name of ['a1', 'a2', 'a3', 'a4']) void queue.run('a', undefined, task(name))
    await expect(queue.run('a', undefined, task('a5'))).rejects.toMatchObject({
      code: 'too_many_requests',
      status: 429,
      details: { retryAfterS: 3 },
    })
    void queue.run('b', undefined, task('b1'))
    await settle()
    expect(started).toContain('b1')
  })

  it('never starts a task whose caller has gone', async () => {
    const queue = createFairQueue({ ...limits, running: 1 })
    const { started, task, finish } = createTasks()
    void queue.run('a', undefined, task('a1'))
    const gone = new AbortController()
    const waiting = queue.run('b', gone.signal, task('b1'))
    gone.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'conflict' })
    finish('a1')
    await settle()
    expect(started).toEqual(['a1'])
    expect(queue.size()).toBe(0)
  })

  it('keeps the place of a running task until it settles, also when its caller has gone', async () => {
    const queue = createFairQueue({ ...limits, running: 1 })
    const { started, task, finish } = createTasks()
    const gone = new AbortController()
    const running = queue.run('a', gone.signal, task('a1'))
    await settle()
    void queue.run('b', undefined, task('b1'))
    gone.abort()
    await settle()
    expect(started).toEqual(['a1'])
    finish('a1')
    await running
    await settle()
    expect(started).toEqual(['a1', 'b1'])
  })

  it('ends a task at its deadline: the caller learns it, and the task sees its signal', async () => {
    const queue = createFairQueue({ ...limits, deadlineMs: 1 })
    let ended: AbortSignal | undefined
    const late = queue.run('a', undefined, (signal) => {
      ended = signal
      return new Promise(() => undefined)
    })
    await expect(late).rejects.toMatchObject({ code: 'timeout', status: 504 })
    expect(ended?.aborted).toBe(true)
  })

  it('gives the place free when a task fails', async () => {
    const queue = createFairQueue({ ...limits, running: 1 })
    await expect(
      queue.run('a', undefined, () => {
        throw new Error('broken')
      }),
    ).rejects.toThrow('broken')
    await expect(queue.run('b', undefined, () => 1)).resolves.toBe(1)
  })
})

describe('slot counter', () => {
  it('counts per principal, and a slot is released once', () => {
    const slots = createSlotCounter(1, 'uploads')
    const release = slots.take('a')
    expect(() => slots.take('a')).toThrow(expect.objectContaining({ code: 'too_many_requests' }))
    slots.take('b')
    release()
    release()
    slots.take('a')
    expect(() => slots.take('a')).toThrow('more than 1 uploads')
  })
})
