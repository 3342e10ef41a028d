/**
 * Returns the response with a body that ends when `watch` calls back: an event stream stays open for hours
 * and must not outlive the session that may read it.
 */
export function closeStreamOnSessionEnd(answer: Response, watch: (end: () => void) => () => void): Response {
  if (answer.body === null) return answer
  const reader = answer.body.getReader()
  let stop = () => {}
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = watch(() => {
          stop()
          controller.close()
          void reader.cancel('the session has ended')
        })
      },
      // one chunk in, one chunk out: the backlog of a slow client stays in the source stream, which limits it
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
          /* the session has ended in the meantime and has closed the stream */
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
