import type { z } from 'zod'
import type { getChangeset } from '#shared/contract/drafts/history.ts'
import { decodeBase64 } from '#shared/geometry/base64.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { FlatLines } from '#shared/geometry/flat-lines.ts'
import type { Box, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { readTwkbLines, readTwkbPolygons } from '#shared/geometry/twkb.ts'

type Answer = z.output<typeof getChangeset.answer>

/** One grid that a change touched, with its land before and after; null: there was or is none. */
export type ChangedGrid = Answer['grids'][number] & {
  landBefore: MultiPolygon | null
  landAfter: MultiPolygon | null
}

/** A published change, its shapes unpacked. */
export interface DecodedChangeset extends Pick<Answer, 'entry' | 'lineage' | 'consents' | 'provenance'> {
  grids: ChangedGrid[]
  /** Neighbours that were only given a vertex on their border: nobody's land has changed there. */
  vertexOnly: number
  /** Where border came and went. */
  added: Point[][]
  removed: Point[][]
  addedM: number
  removedM: number
  /** null: it moved no land. */
  box: Box | null
}

export function readChangeset({
  entry,
  grids,
  shapesBefore,
  shapesAfter,
  lineage,
  borders,
  consents,
  provenance,
}: Answer): DecodedChangeset {
  const [before, after] = [shapesBefore, shapesAfter].map((text) =>
    readTwkbPolygons(decodeBase64(text), grids.length),
  )
  const landOf = (polygons: typeof before, row: number) => {
    const land = polygons === undefined ? [] : getMultiPolygon(polygons, row)
    return land.length === 0 ? null : land
  }
  const touched = grids.map((grid, row): ChangedGrid => ({
    ...grid,
    landBefore: landOf(before, row),
    landAfter: landOf(after, row),
  }))
  const changed = touched.filter((grid) => !isVertexOnly(grid))
  const linesOf = (text: string, count: number) => [...pointsOf(readTwkbLines(decodeBase64(text), count))]
  return {
    entry,
    lineage,
    consents,
    provenance,
    grids: changed,
    vertexOnly: touched.length - changed.length,
    added: linesOf(borders.added, borders.addedLines),
    removed: linesOf(borders.removed, borders.removedLines),
    addedM: borders.addedM,
    removedM: borders.removedM,
    box: around(changed.flatMap(({ landBefore, landAfter }) => [landBefore ?? [], landAfter ?? []])),
  }
}

function isVertexOnly({ codeBefore, codeAfter, before, after, landBefore, landAfter }: ChangedGrid): boolean {
  if (
    codeBefore !== codeAfter ||
    !before ||
    !after ||
    !landBefore ||
    !landAfter ||
    !isSameBoundary(landBefore, landAfter)
  )
    return false
  return JSON.stringify({ ...before, areaM2: 0 }) === JSON.stringify({ ...after, areaM2: 0 })
}

function* pointsOf({ xy, lineStart }: FlatLines): Generator<Point[]> {
  for (let line = 0; line + 1 < lineStart.length; line++) {
    const points: Point[] = []
    for (let i = lineStart[line]!; i < lineStart[line + 1]!; i++) points.push([xy[2 * i]!, xy[2 * i + 1]!])
    yield points
  }
}

function around(shapes: readonly MultiPolygon[]): Box | null {
  const boxes = shapes.filter((shape) => shape.length > 0).map(getShapeBox)
  if (boxes.length === 0) return null
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ]
}
