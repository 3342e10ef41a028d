/** Who listens to which channel; the same bookkeeping for both drivers. */
export interface Subscriptions {
  channels(): string[]
  deliver(channel: string, payload: string): void
  /** Something may have been missed. */
  gap(): void
  /**
   * @param start makes the database tell of the channel; awaited by everyone who asks for the channel first
   * @param stop called when the last one has left the channel
   * @returns what ends the subscription
   */
  add(
    channel: string,
    subscriber: Subscriber,
    start: () => Promise<void>,
    stop: () => Promise<void>,
  ): Promise<() => Promise<void>>
}

export interface Subscriber {
  onPayload: (payload: string) => void
  onGap: (() => void) | undefined
}

export function createSubscriptions(): Subscriptions {
  const channels = new Map<string, Set<Subscriber>>()
  const remove = (channel: string, subscriber: Subscriber): 'last' | 'one of many' | 'gone already' => {
    const subscribers = channels.get(channel)
    if (!subscribers?.delete(subscriber)) return 'gone already'
    if (subscribers.size > 0) return 'one of many'
    channels.delete(channel)
    return 'last'
  }
  return {
    channels: () => [...channels.keys()],
    deliver: (channel, payload) => {
      // a copy: a subscriber may leave, or bring another one, while it is told
      for (const { onPayload } of [...(channels.get(channel) ?? [])]) onPayload(payload)
    },
    gap: () => {
      for (const { onGap } of [...channels.values()].flatMap((subscribers) => [...subscribers])) onGap?.()
    },
    add: async (channel, subscriber, start, stop) => {
      const subscribers = channels.get(channel) ?? new Set()
      channels.set(channel, subscribers.add(subscriber))
      try {
        // also for the second one, whose first may not have been heard yet: LISTEN twice is LISTEN once
        await start()
      } catch (error) {
        remove(channel, subscriber)
        throw error
      }
      return async () => {
        if (remove(channel, subscriber) === 'last') await stop()
      }
    },
  }
}
