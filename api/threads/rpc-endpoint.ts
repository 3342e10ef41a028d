/**
 * One end of a channel between two threads. Either end can call the other, which answers, and can emit
 * events, which are not answered. Values are structured clones: what crosses is data, never a function or a
 * class instance.
 */
export interface RpcEndpoint {
  /**
   * @throws Error with the stack of the other end's error; the error given to `close` when there is no answer
   * any more
   */
  call(input: unknown): Promise<unknown>
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
  | { type: 'call'; id: number; input: unknown }
  | { type: 'result'; id: number; value: unknown }
  | { type: 'error'; id: number; stack: string }
  | { type: 'event'; event: unknown }

export interface RpcHandlers {
  /**
   * Answers a call of the other end; it runs at once, so that a synchronous handler answers calls in their
   * order.
   */
  onCall?: (input: unknown) => unknown
  onEvent?: (event: unknown) => void
}

export function createRpcEndpoint(port: Port, { onCall, onEvent }: RpcHandlers): RpcEndpoint {
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nextId = 1
  let closedBy: Error | undefined

  const answer = async (id: number, input: unknown) => {
    try {
      if (onCall === undefined) throw new Error('this end of the channel answers no calls')
      port.postMessage({ type: 'result', id, value: await onCall(input) })
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
        return void answer(message.id, message.input)
      case 'result':
        return settle(message.id)?.resolve(message.value)
      case 'error':
        return settle(message.id)?.reject(new Error(message.stack))
      case 'event':
        return onEvent?.(message.event)
    }
  })

  return {
    call: (input) =>
      new Promise((resolve, reject) => {
        if (closedBy !== undefined) return reject(closedBy)
        const id = nextId++
        pending.set(id, { resolve, reject })
        port.postMessage({ type: 'call', id, input })
      }),
    emit: (event) => port.postMessage({ type: 'event', event }),
    pendingCount: () => pending.size,
    close(error) {
      closedBy ??= error
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
    },
  }
}
