import type { GridAttributes } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { Cell } from '#shared/geometry/cell-set.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import type { CanvasArea } from '../../../map/overlay/use-canvas-overlay.ts'
import { isDivisionTool } from '../draft-editor/tools.ts'
import { listShortNumbers } from '../overview/list-short-numbers.ts'
import type { DraftCanvasScene, DraftCanvasTools } from './draft-canvas-scene.ts'

/** One way to write a grid's label: the more there is to say, the more room it needs. */
interface LabelForm {
  lines: readonly string[]
  size: number
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

interface PlacedLabel {
  x: number
  y: number
  width: number
  height: number
  /** The longest first; the last one is written at every scale. */
  forms: readonly LabelForm[]
}

const LINE_HEIGHT = 1.25

/**
 * Writes a label on every grid of the street at every scale: its name and households where there is room, else its short
 * number and households, else the number alone.
 */
export function paintLabels(
  { context, width, height }: CanvasArea,
  scene: DraftCanvasScene,
  { projection, pathOf, colors }: DraftCanvasTools,
): void {
  const labels = listLabels(scene, (shape) => {
    const at = projection.toPixels(pathOf(shape).label)
    const box = computeWorldSize(shape)
    return { ...at, width: box.width * projection.scale, height: box.height * projection.scale }
  }).filter(({ x, y }) => x > -60 && y > -30 && x < width + 60 && y < height + 30)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.strokeStyle = colors.halo
  context.fillStyle = colors.text
  // every grid is sure of its shortest label before any has a longer one
  const taken = labels.map((label) => boxOf(context, label, label.forms.at(-1)))
  const isFree = (box: Box, own: number) =>
    taken.every((other, i) => i === own || other === null || !overlap(box, other))
  labels.forEach((label, i) => {
    const longest = label.forms.slice(0, -1).find((form) => {
      const box = boxOf(context, label, form)
      if (box === null || !fits(box, label) || !isFree(box, i)) return false
      taken[i] = box
      return true
    })
    const shortest = taken[i]
    const form = longest ?? (shortest && isFree(shortest, i) ? label.forms.at(-1) : undefined)
    if (form === undefined) taken[i] = null
    else write(context, label, form)
  })
}

/** The labels of the changed grids first, then the largest grids. */
function listLabels(
  { state, preview, tool }: DraftCanvasScene,
  place: (shape: MultiPolygon) => Omit<PlacedLabel, 'forms'>,
): PlacedLabel[] {
  const after = new Map(preview?.ok ? preview.change.facts : [])
  const unchanged = [...state.set.cells.values()].filter(({ id }) => isOwnCell(state, id) && !after.has(id))
  const changed = preview?.ok ? (preview.change.geometry?.put.filter(({ id }) => after.has(id)) ?? []) : []
  const numbers = listShortNumbers(state)
  const label = (isChanged: boolean) => (cell: Cell) => {
    const facts = after.get(cell.id) ?? state.facts.get(cell.id)
    const isProposed = isChanged && isDivisionTool(tool)
    return facts ? [{ ...place(cell.shape), forms: listForms(facts, cell, numbers, isProposed) }] : []
  }
  const bySize = (a: PlacedLabel, b: PlacedLabel) => b.width - a.width
  return [...changed.flatMap(label(true)).sort(bySize), ...unchanged.flatMap(label(false)).sort(bySize)]
}

function listForms(
  { name, households }: GridAttributes,
  { id, undivided }: Cell,
  numbers: ReadonlyMap<number, string>,
  isProposed: boolean,
): LabelForm[] {
  const count = String(households)
  // land without grids has no number, and a proposal is judged by its households
  if (undivided) return [{ lines: [name], size: 12.5 }]
  const number = isProposed ? count : (numbers.get(id) ?? '+')
  return [
    { lines: [name, count], size: 12.5 },
    { lines: isProposed ? [count] : [number, count], size: 11.5 },
    { lines: isProposed ? [count] : [`${number}·${count}`], size: 11 },
    { lines: [number], size: 10.5 },
  ]
}

/** Width of a text of the font's size in pixels, once measured. */
const widths = new Map<string, number>()
/** More texts than a street has; forgotten together. */
const MOST_WIDTHS = 4000

const fontOf = (size: number) => `500 ${size}px sans-serif`

function measure(context: CanvasRenderingContext2D, text: string, size: number): number {
  const key = `${size} ${text}`
  let width = widths.get(key)
  if (width === undefined) {
    context.font = fontOf(size)
    width = context.measureText(text).width
    if (widths.size >= MOST_WIDTHS) widths.clear()
    widths.set(key, width)
  }
  return width
}

function boxOf(
  context: CanvasRenderingContext2D,
  { x, y }: PlacedLabel,
  form: LabelForm | undefined,
): Box | null {
  if (form === undefined) return null
  const { lines, size } = form
  const half = Math.max(...lines.map((line) => measure(context, line, size))) / 2
  const rise = (lines.length * size * LINE_HEIGHT) / 2
  return { left: x - half, right: x + half, top: y - rise, bottom: y + rise }
}

const fits = (box: Box, { width, height }: PlacedLabel): boolean =>
  box.right - box.left + 6 <= width && box.bottom - box.top + 2 <= height

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

function write(context: CanvasRenderingContext2D, { x, y }: PlacedLabel, { lines, size }: LabelForm): void {
  context.font = fontOf(size)
  context.lineWidth = size < 11 ? 2.8 : 3.5
  lines.forEach((line, i) => {
    const lineY = y + (i - (lines.length - 1) / 2) * size * LINE_HEIGHT
    context.strokeText(line, x, lineY)
    context.fillText(line, x, lineY)
  })
}

function computeWorldSize(shape: MultiPolygon): { width: number; height: number } {
  const [west, south, east, north] = getShapeBox(shape)
  return { width: toWorldX(east) - toWorldX(west), height: toWorldY(south) - toWorldY(north) }
}
