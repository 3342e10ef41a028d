import { constants, setPriority } from 'node:os'

const PRIORITIES = {
  'below-normal': constants.priority.PRIORITY_BELOW_NORMAL,
  low: constants.priority.PRIORITY_LOW,
} as const

/**
 * Lowers the scheduling priority of the calling worker thread, so that requests for tiles and pages are
 * served first. Linux only: there a priority belongs to a thread; elsewhere it would be that of the whole
 * process.
 *
 * @param priority `below-normal` (about a tenth of a busy core) when a person waits for the result; `low`
 *   (about a fiftieth) for long work
 */
export function lowerThreadPriority(priority: 'below-normal' | 'low'): void {
  if (process.platform === 'linux') setPriority(PRIORITIES[priority])
}
