import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { Box, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'

/** One grid as it is drawn; the plane is in metres from the frame's north-western corner, y to the south. */
export interface CellDrawing {
  id: number
  path: string
  label: string
  x: number
  y: number
  width: number
  own: boolean
}

/** Metres from a corner: near enough to the ground for a picture of a street. */
export interface PictureProjection {
  place(point: Point): [x: number, y: number]
  /** The way back. */
  pointAt(x: number, y: number): Point
}

export function createPictureProjection([west, , , north]: Box): PictureProjection {
  const scale = computeScaleAt(north)
  return {
    place: ([x, y]) => [(x - west) * scale.x, (north - y) * scale.y],
    pointAt: (x, y) => [Math.round(west + x / scale.x), Math.round(north - y / scale.y)],
  }
}

export function computeShapesBox(shapes: readonly MultiPolygon[]): Box | null {
  const boxes = shapes.filter((shape) => shape.length > 0).map(getShapeBox)
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ]
}

/** Grids of one moment of a draft; those of the neighbours first, so that the street's own borders lie on top. */
export function drawCells(state: DraftState, plane: PictureProjection): CellDrawing[] {
  return [...state.set.cells.values()]
    .filter(({ id }) => state.places.get(id) !== 'beyond')
    .map(({ id, shape }) => {
      const [x, y] = plane.place(labelPlace(shape))
      const facts = state.facts.get(id)
      const [left, right] = [
        plane.place([getShapeBox(shape)[0], 0])[0],
        plane.place([getShapeBox(shape)[2], 0])[0],
      ]
      return {
        id,
        path: pathOf(shape, plane),
        label: facts?.code?.slice(-3) ?? '＋',
        x,
        y,
        width: right - left,
        own: isOwnCell(state, id),
      }
    })
    .sort((a, b) => Number(a.own) - Number(b.own))
}

/** The middle of its box where that lies inside, which looks best; some inner point else. */
function labelPlace(shape: MultiPolygon): Point {
  const [west, south, east, north] = getShapeBox(shape)
  const middle: Point = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  const inside = shape.some((polygon) => locatePointInPolygon(polygon, middle[0], middle[1]) === 'inside')
  return inside || shape[0] === undefined ? middle : computeInteriorPoint(shape[0])
}

const pathOf = (shape: MultiPolygon, plane: PictureProjection) =>
  shape
    .flat()
    .map((ring) => `${buildLinePath([ring], plane)}Z`)
    .join('')

export function buildLinePath(lines: readonly (readonly Point[])[], plane: PictureProjection): string {
  return lines
    .map(
      (line) =>
        `M${line
          .map((point) =>
            plane
              .place(point)
              .map((value) => value.toFixed(1))
              .join(' '),
          )
          .join('L')}`,
    )
    .join('')
}
