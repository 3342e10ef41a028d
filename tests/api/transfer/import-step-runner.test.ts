import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ImportJob } from '#shared/contract/transfer/imports.ts'
import { createFairQueue } from '../../../api/runtime/fair-queue.ts'
import { openImportJobStore } from '../../../api/transfer/jobs/import-job-store.ts'
import { createImportStepRunner } from '../../../api/transfer/jobs/import-step-runner.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-steps-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fallback = { refused: 'ready', cancelled: 'ready' } as const
const aJob = (actor: string, state: ImportJob['state'] = 'preparing') =>
  ImportJob.parse({
    id: randomUUID(),
    city: '321000',
    file: { name: 'a.csv', bytes: 1, sha256: null },
    actor,
    createdAt: '2026-11-29T00:00:00Z',
    state,
    progress: null,
    found: null,
    options: null,
    report: null,
    revision: null,
    problem: null,
  })

/** A server on which one step runs at a time; each ends when the test says so, or when it is aborted. */
function startServer() {
  const store = openImportJobStore(folder)
  const queue = createFairQueue({ running: 1, runningEach: 1, waitingEach: 2, deadlineMs: 600_000 })
  const faults: unknown[] = []
  const runner = createImportStepRunner(store, queue, (error) => faults.push(error))
  const finish = new Map<string, () => void>()
  const start = (job: ImportJob) =>
    runner.run(
      job,
      fallback,
      (_, signal) =>
        new Promise((resolve, reject) => {
          finish.set(job.id, () => resolve({ state: 'prepared' }))
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    )
  return { store, runner, start, finish, faults }
}

it('runs so many steps at a time, says at which place the others wait, and refuses only their owner', async () => {
  const { store, runner, start, finish, faults } = startServer()
  const jobs = ['anna', 'anna', 'anna', 'bo'].map((actor) => aJob(actor))
  const places: (number | null)[] = []
  for (const job of jobs) places.push((await start(job)).place)
  expect(places).toEqual([null, 1, 2, 2])
  await expect(start(aJob('anna'))).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(jobs.map(({ id }) => runner.find(id)?.place)).toEqual([null, 1, 3, 2])

  // a step that waits can be cancelled; the job is as it was before it
  expect(await runner.cancel(jobs[1]!.id)).toBe(true)
  expect((await store.load(jobs[1]!.id))?.state).toBe('ready')
  expect(await runner.cancel(jobs[2]!.id)).toBe(true)
  finish.get(jobs[0]!.id)?.()
  await expect.poll(() => finish.has(jobs[3]!.id)).toBe(true)
  expect(runner.find(jobs[3]!.id)?.place).toBeNull()
  finish.get(jobs[3]!.id)?.()
  await expect.poll(async () => (await store.load(jobs[3]!.id))?.state).toBe('prepared')
  expect(faults).toEqual([])
})

it('ends commits that wait when the server stops: the next start resumes them', async () => {
  const { store, runner, start, finish } = startServer()
  const [running, waiting] = [aJob('anna', 'committing'), aJob('bo', 'committing')]
  await start(running)
  await start(waiting)
  const closing = runner.close()
  finish.get(running.id)?.()
  await closing
  expect((await store.load(running.id))?.state).toBe('prepared')
  expect((await store.load(waiting.id))?.state).toBe('committing')
  expect(finish.has(waiting.id)).toBe(false)
})
