import { expect, it } from 'vitest'
import { startSharedWork } from '../../../api/runtime/work/shared-work.ts'

/** Work that ends when the test says so. */
function startWork() {
  let finish = () => {}
  let ended: AbortSignal | undefined
  const work = startSharedWork((signal) => {
    ended = signal
    return new Promise<string>((resolve) => {
      finish = () => resolve('result')
    })
  })
  return { work, finish: () => finish(), isEnded: () => ended?.aborted === true }
}

it('ends the work when the last of its callers has gone, and not before', async () => {
  const { work, isEnded } = startWork()
  const [first, second] = [new AbortController(), new AbortController()]
  const answers = [work.wait(first.signal), work.wait(second.signal)]
  first.abort(new Error('first has gone'))
  await expect(answers[0]).rejects.toThrow('first has gone')
  expect(isEnded()).toBe(false)
  second.abort(new Error('second has gone'))
  await expect(answers[1]).rejects.toThrow('second has gone')
  expect([isEnded(), work.isAbandoned()]).toEqual([true, true])
})

it('goes on for a caller that cannot leave', async () => {
  const { work, finish, isEnded } = startWork()
  const leaving = new AbortController()
  const stays = work.wait()
  const leaves = work.wait(leaving.signal)
  leaving.abort(new Error('gone'))
  await expect(leaves).rejects.toThrow('gone')
  finish()
  expect(await stays).toBe('result')
  expect(isEnded()).toBe(false)
})

it('gives a result that is ready to whoever asks later, also after all others have gone', async () => {
  const { work, finish } = startWork()
  const leaving = new AbortController()
  const early = work.wait(leaving.signal)
  finish()
  expect(await early).toBe('result')
  leaving.abort()
  expect(work.isAbandoned()).toBe(false)
  expect(await work.wait(new AbortController().signal)).toBe('result')
})

it('reports its error to every caller', async () => {
  const work = startSharedWork(() => Promise.reject(new Error('failed')))
  await expect(work.wait()).rejects.toThrow('failed')
  await expect(work.wait(new AbortController().signal)).rejects.toThrow('failed')
})
