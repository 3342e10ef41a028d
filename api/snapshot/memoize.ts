/** Returns the cached value of a key; the first call for a key makes it. */
export function memoize<K extends object, V>(cache: WeakMap<K, V>, key: K, make: () => V): V
export function memoize<V>(cache: Map<string, V>, key: string, make: () => V): V
export function memoize<K, V>(
  cache: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const cached = cache.get(key)
  if (cached !== undefined) return cached
  const made = make()
  cache.set(key, made)
  return made
}
