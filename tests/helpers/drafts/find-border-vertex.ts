import type { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'

/** A vertex of the border between the street and another, had by one grid on each side, and not at the city's edge. */
export function findBorderVertex(
  { set, places }: Pick<ReturnType<typeof readDraftBase>, 'set' | 'places'>,
  street: string,
): Point {
  const verticesOf = (place: 'own' | 'beside') =>
    [...set.cells.values()].filter(({ id }) => places.get(id) === place).flatMap(({ shape }) => shape.flat(2))
  const had = (points: readonly Point[], point: Point) =>
    points.filter((each) => String(each) === String(point)).length
  const [mine, theirs] = [verticesOf('own'), verticesOf('beside')]
  const [west, , east] = getShapeBox(set.outlines.get(street)!.shape)
  return theirs.find(
    (point) =>
      had(mine, point) === 1 && had(theirs, point) === 1 && point[0] > west + 1000 && point[0] < east - 1000,
  )!
}
