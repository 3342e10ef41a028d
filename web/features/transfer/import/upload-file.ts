import { ImportJob } from '#shared/contract/transfer/imports.ts'
import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'
import { Problem } from '#shared/contract/problem.ts'
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
      const answer: unknown = parsed(sender.responseText)
      if (sender.status < 300) return resolve(ImportJob.parse(answer))
      const problem = Problem.safeParse(answer)
      reject(
        problem.success && isErrorCode(problem.data.code)
          ? new ProblemError(problem.data.code, problem.data.detail ?? '', { status: sender.status })
          : new ProblemError('unreadable', `status ${sender.status}`, { status: sender.status }),
      )
    }
    signal?.addEventListener('abort', () => sender.abort())
    sender.send(file)
  })
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
