import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'

/** A geometry on the lattice. */
export type Shape =
  { kind: 'point'; point: Point } | { kind: 'line'; line: Line } | { kind: 'area'; area: MultiPolygon }

export type ShapeKind = Shape['kind']
