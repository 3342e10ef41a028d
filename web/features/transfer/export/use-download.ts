import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { exportLayer, getExportProgress } from '#shared/contract/transfer/exports.ts'
import { downloadBlob } from '../../../lib/export/download-blob.ts'
import { type ProblemError, toProblemError } from '../../../lib/problem-error.ts'
import { buildEndpointUrl, request, fetchResponse } from '../../../lib/request.ts'

const POLL_MS = 400

/** Downloads a file that the server writes on request, and polls how many features are written. */
export function useDownload(city: () => string) {
  /** Number of features written so far; null while no export is running. */
  const written = ref<number | null>(null)
  const failure = shallowRef<ProblemError | null>(null)
  let abort: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function pollProgress(ticket: string, signal: AbortSignal): void {
    timer = setTimeout(() => {
      // features is null before the start, after the end, or if another server process writes the file
      request(getExportProgress, { params: { city: city(), ticket } }, { signal })
        .then(
          ({ features }) => {
            if (features !== null && written.value !== null) written.value = features
          },
          () => undefined,
        )
        .finally(() => {
          if (!signal.aborted && written.value !== null) pollProgress(ticket, signal)
        })
    }, POLL_MS)
  }

  async function take(target: string, query: Record<string, string>): Promise<void> {
    abort = new AbortController()
    const ticket = crypto.randomUUID()
    written.value = 0
    failure.value = null
    pollProgress(ticket, abort.signal)
    try {
      const response = await fetchResponse(
        buildEndpointUrl(exportLayer, { city: city(), target }, { ...query, ticket }),
        abort.signal,
      )
      const name = /filename="(.+?)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? target
      downloadBlob(await response.blob(), name)
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
