import { getOwnWriteHeaders } from './requests/own-writes.ts'

/**
 * Requests that the start-up knows will be needed are sent before the app itself has arrived; `request()` takes the
 * answer that is under way instead of asking a second time. Each answer is given out once.
 */
const underWay = new Map<string, Promise<Response>>()

export function prefetch(path: string): Promise<Response> {
  const answer = fetch(path, { headers: { accept: 'application/json', ...getOwnWriteHeaders() } })
  // a failure is the concern of whoever takes the answer; when nobody does, it is nobody's
  answer.catch(() => undefined)
  underWay.set(path, answer)
  return answer
}

export function consumePrefetched(path: string): Promise<Response> | undefined {
  const answer = underWay.get(path)
  underWay.delete(path)
  return answer
}
