import { createTimeSlicedQueue } from '../../runtime/time-sliced-queue.ts'
import { untilNoShortRequests } from '../../runtime/work/short-requests.ts'

/** Milliseconds of a turn of the event loop that steps of drafts take together; one step may take longer. */
const TURN_MS = 4

/**
 * Runs one step of a draft when it is its turn. The steps of all requests share these turns, so that however many
 * drafts are replayed, other requests are answered after each step.
 */
export const runInDraftTurn = createTimeSlicedQueue({ sliceMs: TURN_MS, untilQuiet: untilNoShortRequests })
