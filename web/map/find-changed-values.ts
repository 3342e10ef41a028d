import type { MapValueColumn } from '../state/map-values.store.ts'

type Values = Pick<MapValueColumn, 'metric' | 'ids' | 'values'>

/** What a column says otherwise than the one that was shown before; all of it where that was of another metric, or none was. */
export function findChangedValues(before: Values | undefined, now: Values): Pick<Values, 'ids' | 'values'> {
  if (before?.metric !== now.metric) return now
  // most features keep the place they had
  let known: Map<number, number | null> | undefined
  const valueBefore = (id: number, at: number) =>
    before.ids[at] === id
      ? before.values[at]
      : (known ??= new Map(before.ids.map((each, i) => [each, before.values[i] ?? null]))).get(id)
  const changed = now.ids.flatMap((id, at) => (valueBefore(id, at) === now.values[at] ? [] : [at]))
  return { ids: changed.map((at) => now.ids[at]!), values: changed.map((at) => now.values[at] ?? null) }
}
