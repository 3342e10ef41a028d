import { expect, it } from 'vitest'
import { createShortFirstQueue } from '../../../api/runtime/work/short-first-queue.ts'

/** A queue whose first task runs until `open` is called, and the order in which the others ran. */
function fillQueue() {
  const inOrder = createShortFirstQueue()
  const ran: string[] = []
  let open = () => {}
  const first = inOrder(
    () =>
      new Promise<void>((resolve) => {
        open = resolve
      }),
  )
  const add = (name: string, kind: 'short' | 'long') =>
    inOrder(async () => {
      ran.push(name)
    }, kind)
  return { inOrder, first, add, ran, open: () => open() }
}

it('runs short tasks before long ones that wait, each kind in its order', async () => {
  const { add, ran, open } = fillQueue()
  const all = [add('l1', 'long'), add('s1', 'short'), add('l2', 'long'), add('s2', 'short')]
  open()
  await Promise.all(all)
  expect(ran).toEqual(['s1', 's2', 'l1', 'l2'])
})

it('gives a long task its turn although short ones keep coming', async () => {
  const { add, ran, open } = fillQueue()
  const all = [add('long', 'long'), ...Array.from({ length: 100 }, (_, i) => add(`short ${i}`, 'short'))]
  open()
  await Promise.all(all)
  expect(ran.indexOf('long')).toBeGreaterThan(0)
  expect(ran.indexOf('long')).toBeLessThan(30)
})

it('rejects only the caller of a task that fails, and runs one task at a time', async () => {
  const { inOrder, add, ran, first, open } = fillQueue()
  const failing = inOrder(() => {
    throw new Error('failed')
  })
  const next = add('next', 'short')
  expect(ran).toEqual([])
  open()
  await first
  await expect(failing).rejects.toThrow('failed')
  await next
  expect(ran).toEqual(['next'])
})
