import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import type { CrsEvidence } from '#shared/contract/transfer/import-report.ts'
import type { ImportJob } from '#shared/contract/transfer/imports.ts'
import { describeCrsEvidence, describeUsedCrs } from '../../web/features/transfer/import/describe-crs.ts'
import { formatConflictPlace } from '../../web/features/transfer/import/format-conflict-place.ts'
import { useImport } from '../../web/features/transfer/import/use-import.ts'

const evidence: CrsEvidence = {
  proposed: 'EPSG:4490',
  because: 'usual',
  sure: false,
  stated: null,
  compared: 0,
  hypotheses: [],
  offered: [],
}
const t = (key: string, details: Record<string, string>) => [key, ...Object.values(details)].join(' ')

describe('the reason of a coordinate system', () => {
  it('says that nothing could be compared only where that is so', () => {
    expect(describeCrsEvidence(evidence, t)).toBe('transfer.because.usual')
    expect(describeCrsEvidence({ ...evidence, compared: 10 }, t)).toBe('transfer.because.undecided')
  })

  it('does not say that the file states what somebody chose against it', () => {
    const stated = { where: '.prj', text: 'Xian_1980', system: null, needsParameters: true }
    const old: CrsEvidence = { ...evidence, proposed: null, because: 'stated', stated }
    expect(describeUsedCrs({ ...old, used: 'EPSG:4524' }, t)).toBe(
      'transfer.chosen transfer.statedAs Xian_1980',
    )
    expect(describeUsedCrs({ ...evidence, used: 'GCJ-02' }, t)).toBe(
      'transfer.chosenAgainst EPSG:4490 transfer.because.usual',
    )
    expect(describeUsedCrs({ ...evidence, used: 'EPSG:4490' }, t)).toBe('transfer.because.usual')
  })
})

it('writes the place of land without an owner as the command line does', () => {
  const rings: [number, number][][] = [
    [
      [114.748591, 33.524742],
      [114.753591, 33.524742],
      [114.753591, 33.544742],
      [114.748591, 33.544742],
    ],
  ]
  expect(formatConflictPlace({ rings })).toBe('114.749841, 33.529742')
})

describe('a step of an import without an answer', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is asked for again, because the server may have done it', async () => {
    const job: ImportJob = {
      id: '0d5284d6-7230-43f8-aab8-4825784e82a9',
      city: '321000',
      state: 'prepared',
      file: { name: '站.csv', bytes: 10, sha256: null },
      createdAt: '2026-11-30T00:00:00.000Z',
      actor: '规划员',
      found: null,
      options: null,
      progress: null,
      place: null,
      report: null,
      problem: null,
      revision: null,
      drafts: [],
    }
    let used: ReturnType<typeof useImport> | undefined
    const app = createApp({
      setup() {
        used = useImport(() => '321000')
        return () => null
      },
    })
    app.mount(document.createElement('div'))
    const page = used!
    const answers: (() => Promise<Response>)[] = [
      async () => new Response(JSON.stringify(job)),
      () => Promise.reject(new TypeError('the connection was lost')),
      async () => new Response(JSON.stringify({ ...job, state: 'committed', revision: 2 })),
    ]
    vi.stubGlobal(
      'fetch',
      vi.fn(() => answers.shift()!()),
    )
    await page.open(job.id)
    await page.commit('')
    expect(page.failure.value?.code).toBe('unreachable')
    await vi.advanceTimersByTimeAsync(5000)
    expect(page.failure.value).toBeNull()
    expect(page.job.value).toMatchObject({ state: 'committed', revision: 2 })
    app.unmount()
  })
})
