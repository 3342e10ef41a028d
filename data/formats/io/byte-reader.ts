/** Exact numbers of bytes from a stream of chunks, with no more in memory than was asked for. */
export interface ByteReader {
  /** The next bytes if they have arrived already; undefined: wait with `pull`. Valid until the next call. */
  take(length: number): Uint8Array | undefined
  /** Waits until so many bytes have arrived; false: the stream ends before. */
  pull(length: number): Promise<boolean>
  /** Bytes that have arrived and were not taken. */
  readonly waiting: number
  /** Ends the stream early. */
  close(): Promise<void>
}

export function createByteReader(stream: AsyncIterable<Uint8Array>): ByteReader {
  const source = stream[Symbol.asyncIterator]()
  let held: Uint8Array = new Uint8Array(0)
  let at = 0
  let ended = false
  return {
    get waiting() {
      return held.length - at
    },
    take(length) {
      if (held.length - at < length) return undefined
      at += length
      return held.subarray(at - length, at)
    },
    async pull(length) {
      if (held.length - at >= length) return true
      const chunks = [held.subarray(at)]
      let arrived = held.length - at
      while (arrived < length && !ended) {
        const { done, value } = await source.next()
        if (done === true) ended = true
        else {
          chunks.push(value)
          arrived += value.length
        }
      }
      held = chunks.length === 1 ? chunks[0]! : joined(chunks, arrived)
      at = 0
      return arrived >= length
    },
    async close() {
      await source.return?.()
    },
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
