/**
 * The answer, ended when `watch` calls back: an event stream stays open for hours, and must not outlive the right to
 * hear it.
 */
export function closeStreamOnSessionEnd(answer: Response, watch: (end: () => void) => () => void): Response {
  if (answer.body === null) return answer
  const reader = answer.body.getReader()
  let stop = () => {}
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = watch(() => {
          controller.close()
          void reader.cancel('the session has ended')
        })
      },
      // one chunk in, one chunk out: what the reader does not take stays where it can be counted
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          stop()
          throw error
        })
        if (!done) return controller.enqueue(value)
        stop()
        try {
          controller.close()
        } catch {
          /* ended by the session in the meantime */
        }
      },
      cancel(reason) {
        stop()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, answer)
}
