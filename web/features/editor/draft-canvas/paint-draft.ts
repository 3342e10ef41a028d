import type { Issue } from '#shared/contract/drafts/drafts.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/run-operation.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { toWorldX } from '#shared/tiles/world-coordinates.ts'
import type { SnappedPoint } from '../draft-editor/snap-to-targets.ts'
import type { ToolId } from '../draft-editor/tools.ts'
import type { OperationPreview } from '../draft-editor/use-drawing.ts'
import type { Projection } from '../../../map/overlay/projection.ts'
import type { createShapePathBuilder } from '../../../map/overlay/shape-paths.ts'

export interface DraftCanvasColors {
  own: string
  ownLine: string
  beside: string
  line: string
  text: string
  halo: string
  chosen: string
  drawn: string
  warn: string
  sides: readonly string[]
}

export interface DraftCanvasScene {
  state: DraftState
  tool: ToolId
  points: readonly Point[]
  /** From the last point to the pointer. */
  ahead: readonly Point[]
  pointer: SnappedPoint | null
  picked: readonly CellId[]
  selected: CellId | null
  hovered: CellId | null
  preview: OperationPreview | null
  refusedAt: Point | null
  issues: readonly Issue[]
  /** Cells that what is drawn would give or take land, in the order in which their figures are listed. */
  sides: readonly CellId[]
  /** The street as the city has it now, and the cells that are otherwise there. */
  now: DraftState | null
  moved: readonly CellId[]
}

const NAME_HEIGHT_PX = 17
/** Communities and the street, by the length of their codes, the wider in pixels. */
const OUTLINES = [
  { digits: 12, width: 2.6 },
  { digits: 9, width: 4 },
] as const
/** Pixels of a world unit from which on vertices are shown: further out they would hide the borders. */
const VERTICES_FROM_SCALE = 0.012

/** Draws the draft over the map: grids, what would become of them, and what the hand has drawn. */
export function paintDraft(
  context: CanvasRenderingContext2D,
  scene: DraftCanvasScene,
  {
    projection,
    ratio,
    pathOf,
    colors,
    width,
    height,
  }: {
    projection: Projection
    ratio: number
    pathOf: ReturnType<typeof createShapePathBuilder>
    colors: DraftCanvasColors
    width: number
    height: number
  },
): void {
  const { state, preview } = scene
  const { scale, left, top } = projection
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  const inWorld = (draw: () => void) => {
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top)
    draw()
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
  }
  const pixels = (count: number) => count / scale
  const cells = [...state.set.cells.values()]

  inWorld(() => {
    context.lineJoin = 'round'
    for (const { id, shape } of cells) {
      const own = isOwnCell(state, id)
      const { path } = pathOf(shape)
      if (own || id === scene.hovered) {
        context.fillStyle =
          id === scene.selected || scene.picked.includes(id)
            ? colors.chosen
            : id === scene.hovered
              ? colors.beside
              : colors.own
        context.fill(path)
      }
      context.strokeStyle = own ? colors.ownLine : colors.line
      context.lineWidth = pixels(own ? 1.6 : 0.8)
      context.stroke(path)
    }
    if (preview?.ok) {
      for (const { id, shape } of preview.change.geometry?.put ?? []) {
        const place = scene.sides.indexOf(id)
        if (place < 0) continue
        const { path } = pathOf(shape)
        context.fillStyle = colors.sides[place % colors.sides.length] ?? colors.chosen
        context.fill(path)
        context.strokeStyle = colors.drawn
        context.lineWidth = pixels(2)
        context.stroke(path)
      }
    }
    for (const { digits, width } of OUTLINES) {
      for (const [code, { shape }] of state.set.outlines) {
        if (code.length !== digits || !code.startsWith(state.street)) continue
        context.strokeStyle = colors.ownLine
        context.lineWidth = pixels(width)
        context.stroke(pathOf(shape).path)
      }
    }
    for (const id of scene.moved) {
      const cell = scene.now?.set.cells.get(id)
      if (cell === undefined) continue
      context.strokeStyle = colors.warn
      context.lineWidth = pixels(2.4)
      context.setLineDash([pixels(8), pixels(5)])
      context.stroke(pathOf(cell.shape).path)
      context.setLineDash([])
    }
    if (scene.selected !== null) {
      const cell = state.set.cells.get(scene.selected)
      if (cell) {
        context.strokeStyle = colors.drawn
        context.lineWidth = pixels(3)
        context.stroke(pathOf(cell.shape).path)
      }
    }
  })

  if (scene.tool === 'vertex' && scale > VERTICES_FROM_SCALE) {
    for (const { id, shape } of cells) {
      if (!isOwnCell(state, id)) continue
      for (const vertex of shape.flat(2))
        dot(context, projection.toPixels(vertex), 3.2, colors.halo, colors.ownLine)
    }
  }
  drawNames(context, scene, projection, pathOf, colors)
  for (const { at, severity } of scene.issues)
    if (at && severity === 'error') mark(context, projection.toPixels(at), colors.warn, colors.halo)

  const line = [...scene.points, ...(scene.pointer ? scene.ahead : [])].map((point) =>
    projection.toPixels(point),
  )
  if (line.length > 0 && scene.tool !== 'select' && scene.tool !== 'merge') {
    context.beginPath()
    line.forEach(({ x, y }, i) => {
      if (i === 0) context.moveTo(x, y)
      else context.lineTo(x, y)
    })
    if (scene.tool === 'carve' && line.length > 2) context.closePath()
    for (const [color, thickness] of [
      [colors.halo, 5],
      [preview !== null && !preview.ok ? colors.warn : colors.drawn, 2.4],
    ] as const) {
      context.strokeStyle = color
      context.lineWidth = thickness
      context.setLineDash(color !== colors.halo && preview !== null && !preview.ok ? [7, 5] : [])
      context.stroke()
    }
    context.setLineDash([])
    for (const at of line.slice(0, scene.points.length)) dot(context, at, 4.5, colors.halo, colors.drawn)
  }
  if (scene.pointer?.on && scene.tool !== 'select' && scene.tool !== 'merge') {
    const { x, y } = projection.toPixels(scene.pointer.point)
    context.strokeStyle = colors.drawn
    context.lineWidth = 2
    context.beginPath()
    if (scene.pointer.on === 'vertex') context.rect(x - 7, y - 7, 14, 14)
    else context.arc(x, y, 8, 0, 2 * Math.PI)
    context.stroke()
  }
  if (scene.refusedAt) mark(context, projection.toPixels(scene.refusedAt), colors.warn, colors.halo)
}

function drawNames(
  context: CanvasRenderingContext2D,
  { state, preview }: DraftCanvasScene,
  projection: Projection,
  pathOf: ReturnType<typeof createShapePathBuilder>,
  colors: DraftCanvasColors,
): void {
  context.font = '500 12.5px sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  const replaced = new Set(preview?.ok ? preview.change.facts.map(([id]) => id) : [])
  const after = new Map(preview?.ok ? preview.change.facts : [])
  const shown = [...state.set.cells.values()].filter(({ id }) => isOwnCell(state, id) && !replaced.has(id))
  const coming = preview?.ok ? (preview.change.geometry?.put.filter(({ id }) => replaced.has(id)) ?? []) : []
  const taken: { left: number; right: number; y: number }[] = []
  const named = [...coming, ...shown].map(({ id, shape }) => ({
    name: (after.get(id) ?? state.facts.get(id))?.name ?? '',
    shape,
    wide: widthOf(shape) * projection.scale,
  }))
  // the widest first: where two names would meet, the smaller grid goes without
  for (const { name, shape, wide } of named.sort((a, b) => b.wide - a.wide)) {
    const { width } = context.measureText(name)
    if (wide < width + 6) continue
    const { x, y } = projection.toPixels(pathOf(shape).label)
    const box = { left: x - width / 2, right: x + width / 2, y }
    if (
      taken.some(
        (other) => Math.abs(other.y - y) < NAME_HEIGHT_PX && other.left < box.right && box.left < other.right,
      )
    )
      continue
    taken.push(box)
    context.strokeStyle = colors.halo
    context.lineWidth = 3.5
    context.strokeText(name, x, y)
    context.fillStyle = colors.text
    context.fillText(name, x, y)
  }
}

/** In world units. */
function widthOf(shape: MultiPolygon): number {
  const [west, , east] = getShapeBox(shape)
  return toWorldX(east) - toWorldX(west)
}

function dot(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  radius: number,
  fill: string,
  line: string,
): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = line
  context.lineWidth = 2
  context.stroke()
}

/** Something here wants attention. */
function mark(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  color: string,
  halo: string,
): void {
  dot(context, { x, y }, 9, halo, color)
  context.fillStyle = color
  context.fillRect(x - 1.1, y - 5, 2.2, 6)
  context.fillRect(x - 1.1, y + 2.4, 2.2, 2.2)
}
