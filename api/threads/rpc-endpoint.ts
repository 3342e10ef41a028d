/**
 * One end of a channel between two threads. Either end can call the other, which answers, and can emit
 * events, which are not answered. Values are structured clones: what crosses is data, never a function or a
 * class instance.
 */
export interface RpcEndpoint {
  /**
   * @param signal rejects the call when it aborts, and tells the other end, which may be in the middle of the work
   * @throws Error with the stack of the other end's error; the error given to `close` when there is no answer
   * any more; `signal.reason` when it is aborted
   */
  call(input: unknown, signal?: AbortSignal): Promise<unknown>
  emit(event: unknown): void
  /** The number of calls that have no answer yet. */
  pendingCount(): number
  /** Rejects all pending and later calls. */
  close(error: Error): void
}

/** A `Worker` or a `MessagePort`. */
interface Port {
  postMessage(message: RpcMessage): void
  on(event: 'message', listener: (message: RpcMessage) => void): unknown
}

type RpcMessage =
  | { type: 'call'; id: number; input: unknown; stopped?: Int32Array }
  | { type: 'result'; id: number; value: unknown }
  | { type: 'error'; id: number; stack: string }
  | { type: 'event'; event: unknown }

export interface RpcHandlers {
  /**
   * Answers a call of the other end; it runs at once, so that a synchronous handler answers calls in their
   * order.
   *
   * @param isStopped whether nobody waits for the answer any more; it can be asked while a calculation runs
   */
  onCall?: (input: unknown, isStopped: () => boolean) => unknown
  onEvent?: (event: unknown) => void
}

export function createRpcEndpoint(port: Port, { onCall, onEvent }: RpcHandlers): RpcEndpoint {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nextId = 1
  let closedBy: Error | undefined

  const answer = async (id: number, input: unknown, stopped: Int32Array | undefined) => {
    const isStopped = () => stopped !== undefined && Atomics.load(stopped, 0) !== 0
    try {
      if (onCall === undefined) throw new Error('this end of the channel answers no calls')
      if (isStopped()) throw new Error('nobody waits for the answer')
      port.postMessage({ type: 'result', id, value: await onCall(input, isStopped) })
    } catch (error) {
      // also for a result that cannot be cloned: the caller must not wait for ever
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      port.postMessage({ type: 'error', id, stack })
    }
  }
  const settle = (id: number) => {
    const call = pending.get(id)
    pending.delete(id)
    return call
  }
  port.on('message', (message) => {
    switch (message.type) {
      case 'call':
        return void answer(message.id, message.input, message.stopped)
      case 'result':
        return settle(message.id)?.resolve(message.value)
      case 'error':
        return settle(message.id)?.reject(new Error(message.stack))
      case 'event':
        return onEvent?.(message.event)
    }
  })

  return {
    call(input, signal) {
      if (closedBy !== undefined) return Promise.reject(closedBy)
      if (signal?.aborted) return Promise.reject(signal.reason)
      const id = nextId++
      const answered = new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
      if (signal === undefined) {
        port.postMessage({ type: 'call', id, input })
        return answered
      }
      // shared memory: a message would be read only when the calculation has ended
      const stopped = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
      const stop = () => {
        Atomics.store(stopped, 0, 1)
        settle(id)?.reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
      port.postMessage({ type: 'call', id, input, stopped })
      return answered.finally(() => signal.removeEventListener('abort', stop))
    },
    emit: (event) => port.postMessage({ type: 'event', event }),
    pendingCount: () => pending.size,
    close(error) {
      closedBy ??= error
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
    },
  }
}
