/** Heartbeat interval: keeps proxies from closing idle connections, and lets clients detect dead ones. */
const HEARTBEAT_MS = 20_000
/** Maximum backlog of events before a slow client is disconnected; its browser will connect again. */
const MAX_BACKLOG = 64
/** Sent to browsers: how long to wait before connecting again. Each adds a random share to it. */
const RETRY_MS = 2000

/** Server-sent events to one client. */
export interface EventStream {
  /** The body of the response. */
  body: ReadableStream<Uint8Array>
  /** Sends an event of `encodeEvent`; a client that does not keep up is disconnected instead. */
  send(event: Uint8Array): void
  close(): void
}

/** @param onEnd called when the client disconnects or is disconnected, but not after `close` */
export function createEventStream(onEnd: () => void): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let isFirst = true
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started
    },
    cancel() {
      controller = undefined
      onEnd()
    },
  })
  return {
    body,
    send(event) {
      if (controller === undefined) return
      if ((controller.desiredSize ?? 0) > -MAX_BACKLOG) {
        // in one chunk with the first event
        controller.enqueue(isFirst ? Buffer.concat([RETRY, event]) : event)
        isFirst = false
        return
      }
      controller.error(new Error('the client does not keep up'))
      controller = undefined
      onEnd()
    },
    close() {
      controller?.close()
      controller = undefined
    },
  }
}

/** Encodes an event once, for as many clients as receive it. */
export function encodeEvent(event: string, data: object, id?: number): Uint8Array {
  const head = id === undefined ? '' : `id: ${id}\n`
  return encoder.encode(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** Calls `beat` at the interval that clients expect; returns a function that stops it. */
export function startHeartbeat(beat: () => void): () => void {
  // the timer alone must not keep the process alive
  const timer = setInterval(beat, HEARTBEAT_MS).unref()
  return () => clearInterval(timer)
}

const encoder = new TextEncoder()
const RETRY = encoder.encode(`retry: ${RETRY_MS}\n`)
