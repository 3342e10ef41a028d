import { afterEach, beforeEach, expect, it } from 'vitest'
import { openThread, type Thread } from '../../api/open-thread.ts'

let thread: Thread<string, string>
beforeEach(() => {
  thread = openThread(new URL('../helpers/moody-worker', import.meta.url))
})
afterEach(() => thread.close())

it('gives each its own answer, and what the thread throws to whom it concerns', async () => {
  const answers = await Promise.allSettled(['one', 'throw', 'two'].map((task) => thread.ask(task)))
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason))),
  ).toEqual(['one', expect.stringContaining('as told'), 'two'])
  expect(thread.waiting()).toBe(0)
})

it('tells all who wait when the thread has ended, and starts another for whoever asks then', async () => {
  for (const end of ['end', 'fail']) {
    const lost = await Promise.allSettled([thread.ask(end), thread.ask('end'), thread.ask('never answered')])
    expect(lost.at(-1)?.status, end).toBe('rejected')
    // at once, while the old one is still going away
    expect(await Promise.all([thread.ask('again'), thread.ask('and again')])).toEqual(['again', 'and again'])
  }
})

it('answers nobody once it is closed', async () => {
  await thread.ask('one')
  await thread.close()
  await expect(thread.ask('two')).rejects.toThrow('closing')
})
