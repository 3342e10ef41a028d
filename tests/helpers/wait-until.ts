import { setTimeout as wait } from 'node:timers/promises'

/** Waits for a condition, asking often; fails after `limitMs`. For what another process or the network does in its own time. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  limitMs = 60_000,
): Promise<void> {
  const giveUp = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > giveUp)
      throw new Error(`waited ${limitMs} ms in vain for: ${condition.toString()}`)
    await wait(10)
  }
}
