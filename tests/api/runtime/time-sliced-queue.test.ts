import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createTimeSlicedQueue } from '../../../api/runtime/time-sliced-queue.ts'
import { enterShortRequest, untilNoShortRequests } from '../../../api/runtime/work/short-requests.ts'

const createQueue = () => createTimeSlicedQueue({ sliceMs: 0, untilQuiet: untilNoShortRequests })

describe('a queue of tasks in pieces', () => {
  it('lets a short request go first that takes several turns of the event loop', async () => {
    const inTurn = createQueue()
    const order: string[] = []
    const leave = enterShortRequest()
    const pieces = [1, 2, 3].map((piece) => inTurn(() => order.push(`piece ${piece}`)))
    for (let turn = 0; turn < 5; turn++) await nextTurn()
    order.push('request')
    leave()
    await Promise.all(pieces)
    expect(order).toEqual(['request', 'piece 1', 'piece 2', 'piece 3'])
  })

  it('goes on while a request does not end', async () => {
    const inTurn = createQueue()
    const leave = enterShortRequest()
    expect(await inTurn(() => 'done')).toBe('done')
    leave()
  })

  it('counts a request once, however often it leaves', async () => {
    const [first, second] = [enterShortRequest(), enterShortRequest()]
    first()
    first()
    let quiet = false
    const waiting = untilNoShortRequests(60_000).then(() => {
      quiet = true
    })
    await nextTurn()
    expect(quiet).toBe(false)
    second()
    await waiting
  })

  it('gives an error to the caller of the task alone', async () => {
    const inTurn = createQueue()
    const failing = inTurn(() => {
      throw new RangeError('too far')
    })
    await expect(failing).rejects.toThrow('too far')
    expect(await inTurn(() => 2)).toBe(2)
  })
})
