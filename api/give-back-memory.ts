import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Returns what a large piece of work has left behind to the system; V8 would keep it until it needs the room itself. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  setFlagsFromString('--no-expose-gc')
}
