import { constants, getPriority } from 'node:os'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWorkerClient, type WorkerClient } from '../../../api/threads/worker-client.ts'

let thread: WorkerClient<string, string>
beforeEach(() => {
  thread = createWorkerClient(new URL('../../helpers/failing-worker', import.meta.url), 'below-normal')
})
afterEach(() => thread.close())

it('returns each response and each error to its own caller', async () => {
  const answers = await Promise.allSettled(['one', 'throw', 'two'].map((task) => thread.call(task)))
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason))),
  ).toEqual(['one', expect.stringContaining('as told'), 'two'])
  expect(thread.pendingCount()).toBe(0)
})

it('rejects all pending calls when the thread ends, and starts a new thread for the next call', async () => {
  for (const end of ['end', 'fail']) {
    const lost = await Promise.allSettled([
      thread.call(end),
      thread.call('end'),
      thread.call('never answered'),
    ])
    expect(lost.at(-1)?.status, end).toBe('rejected')
    // at once, while the old one is still going away
    expect(await Promise.all([thread.call('again'), thread.call('and again')])).toEqual([
      'again',
      'and again',
    ])
  }
})

it('ends a calculation that nobody waits for, and skips the tasks behind it that nobody waits for', async () => {
  const gone = new AbortController()
  const running = thread.call('until stopped', gone.signal)
  const waiting = thread.call('end', gone.signal)
  const wanted = thread.call('wanted')
  gone.abort(new Error('gone'))
  await expect(running).rejects.toThrow('gone')
  await expect(waiting).rejects.toThrow('gone')
  expect(await wanted).toBe('wanted')
})

it('does not begin a task whose caller has gone already', async () => {
  await expect(thread.call('end', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
  expect(await thread.call('still there')).toBe('still there')
})

it('runs with a lower priority than the main thread, where a thread has one of its own', async () => {
  const own = getPriority()
  expect(await thread.call('priority')).toBe(
    String(process.platform === 'linux' ? constants.priority.PRIORITY_BELOW_NORMAL : own),
  )
  expect(getPriority()).toBe(own)
})

it('rejects calls after it is closed', async () => {
  await thread.call('one')
  await thread.close()
  await expect(thread.call('two')).rejects.toThrow('closing')
})
