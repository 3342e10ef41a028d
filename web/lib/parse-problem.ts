import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'
import { Problem } from '#shared/contract/problem.ts'
import { ProblemError } from './problem-error.ts'

/** The error of an answer whose status says that the request failed. `text`: its body. */
export function parseProblem(status: number, text: string): ProblemError {
  const problem = Problem.safeParse(parseJson(text))
  if (!problem.success || !isErrorCode(problem.data.code))
    return new ProblemError(toErrorCode(status), text.slice(0, 200), { status })
  const { code, title, detail, requestId, details } = problem.data
  return new ProblemError(code, detail ?? title, {
    status,
    ...(requestId ? { requestId } : {}),
    ...(details ? { details } : {}),
  })
}

/** undefined: the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code)

/** For answers of a proxy, which does not know our codes. */
function toErrorCode(status: number): ErrorCode | 'unreadable' {
  if (status === 502) return 'unavailable'
  const known = Object.entries(errorCodes).find(([, each]) => each === status)?.[0]
  return known !== undefined && isErrorCode(known) ? known : 'unreadable'
}
