import { ImportJob } from '#shared/contract/transfer/imports.ts'
import { parseJson, parseProblem } from '../../../lib/parse-problem.ts'
import { ProblemError } from '../../../lib/problem-error.ts'

/** Sends a whole file and tells how much of it has arrived, which `fetch` cannot. @throws ProblemError */
export function uploadFile(
  address: string,
  file: File,
  onProgress: (part: number) => void,
  signal?: AbortSignal,
): Promise<ImportJob> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest()
    sender.open('POST', address)
    sender.setRequestHeader('content-type', 'application/octet-stream')
    sender.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    sender.onerror = () => reject(new ProblemError('unreachable', 'the file could not be sent'))
    sender.onabort = () => reject(new DOMException('the upload was cancelled', 'AbortError'))
    sender.onload = () => {
      if (sender.status < 300) return resolve(ImportJob.parse(parseJson(sender.responseText)))
      reject(parseProblem(sender.status, sender.responseText))
    }
    signal?.addEventListener('abort', () => sender.abort())
    sender.send(file)
  })
}
