import type { ConflictChoices, TilingConflict } from '../staging/tiling-conflict.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import type { ConflictArea, CleanTiling } from '../tiling/tiling-result.ts'

type Found = Pick<CleanTiling, 'gaps' | 'overlaps' | 'outside'>

/** The places of one tiling, with what was decided about them; and for each the cells that have it now, by index. */
export function listTilingConflicts(
  { cells, unit, name }: { cells: readonly string[]; unit: string | null; name: string },
  shapes: readonly MultiPolygon[],
  found: Found,
  { choices, rest }: ConflictChoices,
): { place: TilingConflict; cells: number[] }[] {
  const codes = (indices: readonly number[]) => indices.map((cell) => cells[cell]!)
  const sizeOf = (cell: number) =>
    shapes[cell]!.reduce((sum, polygon) => sum + computePolygonAreaM2(polygon), 0)
  const make = (
    kind: TilingConflict['kind'],
    { shape, areaM2 }: ConflictArea,
    receivers: string[],
    having: number[],
  ) => {
    const [x, y] = computeInteriorPoint(shape)
    const id = `${kind}@${x},${y}`
    const chosen = choices[id]
    const decided =
      chosen !== undefined && receivers.includes(chosen)
        ? chosen
        : rest === 'proposed'
          ? (receivers[0] ?? null)
          : null
    return { place: { id, kind, unit, unitName: name, shape, areaM2, receivers, decided }, cells: having }
  }
  return [
    // `beside` begins with the neighbour that has the longest border
    ...found.gaps.map((gap) => make('gap', gap, codes(gap.beside), [])),
    // of two that claim the same land the smaller was drawn with more care for it
    ...found.overlaps.map((overlap) =>
      make('overlap', overlap, codes(overlap.cells.toSorted((a, b) => sizeOf(a) - sizeOf(b))), overlap.cells),
    ),
    ...found.outside.map((outside) => make('outside', outside, [''], [outside.cell])),
  ]
}
