import type { SendOptions, TestApp } from './open-test-app.ts'

/** Reads server-sent events one by one. */
export async function readEventStream(test: TestApp, path: string, options: SendOptions = {}) {
  const answer = await test.send(path, { ...options, headers: { accept: 'text/event-stream' } })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    answer,
    async next(): Promise<{ event: string; data: unknown; id: string | undefined }> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const fields = Object.fromEntries(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          )
          text = text.slice(end + 2)
          const { event, data, id } = fields
          if (data === undefined) continue
          if (event === undefined) throw new Error(`an event without a name: ${data}`)
          return { event, data: JSON.parse(data), id }
        }
        const { value, done } = await reader.read()
        if (done) throw new Error('the stream ended')
        text += value
      }
    },
    stop: () => reader.cancel(),
  }
}
