import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TilingConflict } from './tiling-conflict.ts'
import type { UnresolvedGrids } from './unresolved-grids.ts'
import type { Staging, ImportStep } from './staging.ts'

/** A batch of a staged import: its rows are the JSON text that a statement takes, untouched. */
export interface StagedBatch {
  step: ImportStep
  count: number
  rows: string
}

export interface StagingWriter extends Staging {
  /** Makes the files whole; before that a reader finds nothing. */
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** An import as files in a folder: its `steps`, the `outcomes` of its rows, `places` that need a decision, and `drafts`. */
export function createStagingWriter(folder: string): StagingWriter {
  const steps = lineWriter(`${folder}/steps`)
  const outcomes = lineWriter(`${folder}/outcomes`)
  const places = lineWriter(`${folder}/places`)
  const drafts = lineWriter(`${folder}/drafts`)
  return {
    async put(step, rows) {
      await steps.write(JSON.stringify({ step, count: rows.length }))
      await steps.write(JSON.stringify(rows))
    },
    async tell(outcome) {
      // a row that simply comes in, or stays as it is, needs no line of its own
      if (outcome.problems.length > 0 || outcome.outcome === 'changed')
        await outcomes.write(JSON.stringify(outcome))
    },
    place: (place) => places.write(JSON.stringify(place)),
    draft: (draft) => drafts.write(JSON.stringify(draft)),
    async finish() {
      await drafts.finish()
      await places.finish()
      await outcomes.finish()
      await steps.finish()
    },
    async abandon() {
      await steps.abandon()
      await outcomes.abandon()
      await places.abandon()
      await drafts.abandon()
    },
  }
}

export async function* readStagedBatches(folder: string): AsyncGenerator<StagedBatch> {
  let head: Omit<StagedBatch, 'rows'> | undefined
  for await (const line of readTextLines(`${folder}/steps`)) {
    if (head === undefined) head = JSON.parse(line)
    else {
      yield { ...head, rows: line }
      head = undefined
    }
  }
}

/** What the import leaves for drafts; none when nothing was staged. */
export async function* readUnresolvedGrids(folder: string): AsyncGenerator<UnresolvedGrids> {
  for await (const line of readTextLines(`${folder}/drafts`)) yield JSON.parse(line)
}

/** Returns places that nothing was decided about, the largest first, as they were staged. */
export async function readOpenConflicts(folder: string, limit: number): Promise<TilingConflict[]> {
  const conflicts: TilingConflict[] = []
  for await (const line of readTextLines(`${folder}/places`)) {
    const conflict: TilingConflict = JSON.parse(line)
    if (conflict.decided === null) conflicts.push(conflict)
    if (conflicts.length === limit) break
  }
  return conflicts
}

export function readTextLines(file: string): AsyncIterable<string> {
  return createInterface({
    input: createReadStream(file, { highWaterMark: 1024 * 1024 }),
    crlfDelay: Infinity,
  })
}

function lineWriter(file: string) {
  let stream: WriteStream | undefined
  let failure: Error | undefined
  const open = () => {
    const opened = createWriteStream(`${file}.unfinished`, { highWaterMark: 1024 * 1024 })
    opened.on('error', (error) => {
      failure = error
    })
    return opened
  }
  return {
    async write(line: string) {
      stream ??= open()
      if (failure) throw failure
      if (!stream.write(`${line}\n`)) await once(stream, 'drain')
    },
    async finish() {
      stream ??= open()
      stream.end()
      await once(stream, 'finish')
      if (failure) throw failure
      await rename(`${file}.unfinished`, file)
    },
    async abandon() {
      stream?.destroy()
      await rm(`${file}.unfinished`, { force: true })
    },
  }
}
