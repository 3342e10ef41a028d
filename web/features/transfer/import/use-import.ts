import { onBeforeUnmount, ref, shallowRef } from 'vue'
import * as contract from '#shared/contract/transfer/imports.ts'
import { isTransientError, type ProblemError, toProblemError } from '../../../lib/problem-error.ts'
import { buildEndpointUrl, request } from '../../../lib/request.ts'
import { uploadFile } from './upload-file.ts'

const POLL_MS = 400
/** After a question that was not answered: the server goes on, and so does the page. */
const AGAIN_MS = 2000
const RUNNING: readonly contract.ImportJob['state'][] = ['reading', 'preparing', 'committing']

/** One import of a city, followed while the server works on it. */
export function useImport(city: () => string) {
  const job = shallowRef<contract.ImportJob | null>(null)
  const failure = shallowRef<ProblemError | null>(null)
  /** Share of the file that has arrived, while it is being sent. */
  const sending = ref<number | null>(null)
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let upload: AbortController | undefined

  const params = () => ({ city: city(), import: job.value?.id ?? '' })

  function follow(next: contract.ImportJob): void {
    job.value = next
    clearTimeout(timer)
    if (RUNNING.includes(next.state)) timer = setTimeout(() => void poll(), POLL_MS)
  }

  async function poll(): Promise<void> {
    await attempt(() => request(contract.getImport, { params: params() }))
    if (failure.value && job.value && RUNNING.includes(job.value.state)) followLater()
  }

  function followLater(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void poll(), AGAIN_MS)
  }

  /** Asks for a step of the import that is open; without an answer the server may be at work on it all the same. */
  async function attemptStep(ask: () => Promise<contract.ImportJob>): Promise<void> {
    await attempt(ask)
    if (failure.value && isTransientError(failure.value)) followLater()
  }

  async function attempt(ask: () => Promise<contract.ImportJob>): Promise<void> {
    busy.value = true
    failure.value = null
    try {
      follow(await ask())
    } catch (error) {
      failure.value = toProblemError(error)
    } finally {
      busy.value = false
    }
  }

  onBeforeUnmount(() => {
    clearTimeout(timer)
    upload?.abort()
  })

  return {
    job,
    failure,
    sending,
    busy,
    async send(file: File): Promise<void> {
      upload = new AbortController()
      sending.value = 0
      const address = buildEndpointUrl(contract.startImport, { city: city() }, { name: file.name })
      await attempt(() =>
        uploadFile(
          address,
          file,
          (part) => {
            sending.value = part
          },
          upload?.signal,
        ),
      )
      sending.value = null
    },
    open: (id: string) =>
      attempt(() => request(contract.getImport, { params: { city: city(), import: id } })),
    prepare: (options: contract.ImportOptions) =>
      attemptStep(() => request(contract.prepareImport, { params: params(), body: options })),
    commit: (note: string) =>
      attemptStep(() => request(contract.commitImport, { params: params(), body: { note } })),
    cancel: () => attempt(() => request(contract.cancelImport, { params: params() })),
    async undo(): Promise<void> {
      await attempt(async () => {
        await request(contract.undoImport, { params: params(), body: { note: '' } }, { timeoutMs: 120_000 })
        return request(contract.getImport, { params: params() })
      })
    },
    /** Back to the settings; the file stays. */
    reopen(): void {
      if (job.value) job.value = { ...job.value, state: 'ready', report: null }
    },
    leave(): void {
      clearTimeout(timer)
      upload?.abort()
      job.value = null
      failure.value = null
      sending.value = null
    },
  }
}
