import { constants, setPriority } from 'node:os'

/**
 * Puts the calling thread behind everything else that wants a core: readers of the map come first. On Linux a priority is
 * a thread's own; elsewhere it would be the whole process's, and nothing is done.
 *
 * @param wait `briefly`: a person waits for the outcome, who gets a tenth of a busy core; `long`: a fiftieth
 */
export function lowerThreadPriority(wait: 'briefly' | 'long'): void {
  if (process.platform === 'linux')
    setPriority(
      wait === 'briefly' ? constants.priority.PRIORITY_BELOW_NORMAL : constants.priority.PRIORITY_LOW,
    )
}
