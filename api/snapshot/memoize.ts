/** What belongs to a key, made when it is first asked for. */
export function memoize<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V
export function memoize<V>(known: Map<string, V>, key: string, make: () => V): V
export function memoize<K, V>(
  known: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const before = known.get(key)
  if (before !== undefined) return before
  const made = make()
  known.set(key, made)
  return made
}
