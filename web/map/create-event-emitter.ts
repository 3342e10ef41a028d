/** A small typed list of listeners by event name. */
export function createEventEmitter<Events extends object>(): {
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void
  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void
} {
  const byName: { [Name in keyof Events]?: Set<(event: Events[Name]) => void> } = {}
  return {
    on(name, listener) {
      const known = (byName[name] ??= new Set())
      known.add(listener)
      return () => known.delete(listener)
    },
    tell(name, event) {
      for (const listener of byName[name] ?? []) listener(event)
    },
  }
}
