import { createFairQueue, type FairQueue } from '../runtime/fair-queue.ts'

/** The queues of one server. What runs in them leaves database connections to short requests. */
export interface WorkQueues {
  /** Calculations: coverage, isochrones, siting, blank spots, validation. */
  compute: FairQueue
  /** Exports and reading of uploaded files: each takes a thread and up to some hundred megabytes. */
  transfer: FairQueue
  /** Filters over all features of a collection, on the main thread in slices. */
  features: FairQueue
  /** Opening, editing, reviewing and publishing drafts: their steps run on the main thread in turns. */
  drafts: FairQueue
  /** Steps of imports, which run in the background while their owner asks for progress. */
  imports: FairQueue
  /** Requests for a past day of a city, which may have to be loaded. */
  days: FairQueue
}

export function createWorkQueues(): WorkQueues {
  return {
    compute: createFairQueue({ running: 2, runningEach: 1, waitingEach: 16, deadlineMs: 60_000 }),
    transfer: createFairQueue({ running: 2, runningEach: 1, waitingEach: 4, deadlineMs: 600_000 }),
    features: createFairQueue({ running: 2, runningEach: 1, waitingEach: 32, deadlineMs: 60_000 }),
    drafts: createFairQueue({ running: 4, runningEach: 1, waitingEach: 32, deadlineMs: 60_000 }),
    // a large import is committed for an hour
    imports: createFairQueue({ running: 2, runningEach: 1, waitingEach: 4, deadlineMs: 6 * 3_600_000 }),
    days: createFairQueue({ running: 2, runningEach: 1, waitingEach: 64, deadlineMs: 60_000 }),
  }
}
