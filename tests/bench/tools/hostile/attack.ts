import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type Attack, ATTACKS, type AttackName, type AttackTarget } from './attacks.ts'

/** A process that attacks until its parent sends a message; then it sends the number of answers by status. */
const { name, ...target } = JSON.parse(process.argv[2] ?? '{}') as AttackTarget & { name: AttackName }
const attack: Attack = ATTACKS[name]
const stop = new AbortController()
setMaxListeners(attack.width, stop.signal)
const answers: Record<string, number> = {}

process.once('message', () => stop.abort())
await Promise.all(Array.from({ length: attack.width }, (_, lane) => runLane(lane)))
process.send?.(answers)
process.disconnect()

async function runLane(lane: number): Promise<void> {
  for (let i = lane; !stop.signal.aborted; i += attack.width) {
    // AbortSignal.any() of Node 20 forgets signals that are garbage collected
    const leave = new AbortController()
    const onEnd = () => leave.abort()
    stop.signal.addEventListener('abort', onEnd)
    const timer = attack.leaveMs === undefined ? undefined : setTimeout(onEnd, attack.leaveMs)
    const status = await attack.send(target, i, leave.signal).then(
      async (answer) => {
        // a compressed body that is left in the middle never settles in Node 20, and the process would end without a word
        await Promise.race([answer.arrayBuffer().catch(() => undefined), untilAborted(leave.signal)])
        return String(answer.status)
      },
      () => 'left',
    )
    clearTimeout(timer)
    stop.signal.removeEventListener('abort', onEnd)
    answers[status] = (answers[status] ?? 0) + 1
    // a server that refuses at once must not turn the attacker into the load of the bench itself
    await wait(20)
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
