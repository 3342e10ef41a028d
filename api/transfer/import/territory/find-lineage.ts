import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { createCellFinder } from '../tiling/cell-finder.ts'

interface Named {
  code: string
  shape: MultiPolygon
}

/** Which of those that are gone became which of the new ones: pairs of which one holds the other's middle. */
export function findLineage(
  gone: readonly Named[],
  heirs: readonly Named[],
): { predecessor: string; successor: string }[] {
  if (gone.length === 0 || heirs.length === 0) return []
  const pairs = new Map<string, { predecessor: string; successor: string }>()
  const note = (predecessor: string, successor: string) =>
    pairs.set(`${predecessor} ${successor}`, { predecessor, successor })
  const goneAt = createCellFinder(gone.map(({ shape }) => shape))
  const heirsAt = createCellFinder(heirs.map(({ shape }) => shape))
  for (const { code, shape } of heirs)
    for (const polygon of shape)
      for (const i of goneAt(...computeInteriorPoint(polygon))) note(gone[i]!.code, code)
  for (const { code, shape } of gone)
    for (const polygon of shape)
      for (const i of heirsAt(...computeInteriorPoint(polygon))) note(code, heirs[i]!.code)
  return [...pairs.values()]
}
