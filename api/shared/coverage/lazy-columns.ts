/**
 * Returns an object whose properties are computed on first use.
 *
 * @param compute a function for each property
 */
export function createLazyColumns<T extends object>(compute: {
  readonly [Name in keyof T]: () => T[Name]
}): T {
  const columns = {} as T
  for (const name of Object.keys(compute) as (keyof T)[])
    Object.defineProperty(columns, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = compute[name]()
        Object.defineProperty(columns, name, { value, enumerable: true })
        return value
      },
    })
  return columns
}
