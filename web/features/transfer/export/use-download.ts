import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { exportLayer, getExportProgress } from '#shared/contract/transfer/exports.ts'
import { type ProblemError, toProblemError } from '../../../lib/problem-error.ts'
import { buildEndpointUrl, request, fetchResponse } from '../../../lib/request.ts'

const POLL_MS = 400

/** A file that the server writes while the page says how far it is; then the browser keeps it. */
export function useDownload(city: () => string) {
  /** Features that are written; null: no file is being made. */
  const written = ref<number | null>(null)
  const failure = shallowRef<ProblemError | null>(null)
  let abort: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function follow(ticket: string, signal: AbortSignal): void {
    timer = setTimeout(() => {
      // null: it has not begun, has just ended, or another server writes it; then there is nothing to tell
      request(getExportProgress, { params: { city: city(), ticket } }, { signal })
        .then(
          ({ features }) => {
            if (features !== null && written.value !== null) written.value = features
          },
          () => undefined,
        )
        .finally(() => {
          if (!signal.aborted && written.value !== null) follow(ticket, signal)
        })
    }, POLL_MS)
  }

  async function take(target: string, query: Record<string, string>): Promise<void> {
    abort = new AbortController()
    const ticket = crypto.randomUUID()
    written.value = 0
    failure.value = null
    follow(ticket, abort.signal)
    try {
      const response = await fetchResponse(
        buildEndpointUrl(exportLayer, { city: city(), target }, { ...query, ticket }),
        abort.signal,
      )
      const name = /filename="(.+?)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? target
      save(await response.blob(), name)
    } catch (error) {
      if (!abort.signal.aborted) failure.value = toProblemError(error)
    } finally {
      clearTimeout(timer)
      written.value = null
    }
  }

  const cancel = () => abort?.abort()
  onBeforeUnmount(cancel)
  return { written, failure, take, cancel }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
