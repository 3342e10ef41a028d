import type { Point } from '#shared/geometry/lattice.ts'
import type { ThemeId } from '#shared/contract/enums.ts'
import { drawLabels } from '../../../map/overlay/draw-labels.ts'
import type { Projection } from '../../../map/overlay/projection.ts'
import type { createShapePathBuilder } from '../../../map/overlay/shape-paths.ts'
import type { CanvasArea } from '../../../map/overlay/use-canvas-overlay.ts'
import type { DecodedChangeset, ChangedGrid } from './read-changeset.ts'

/** The state of a change that is drawn: before it, after it, or one over the other. */
export const diffViews = ['both', 'before', 'after'] as const
export type DiffView = (typeof diffViews)[number]

interface Colors {
  fill: string
  fresh: string
  gone: string
  line: string
  added: string
  removed: string
  text: string
  halo: string
  chosen: string
}

const day: Colors = {
  fill: 'rgb(15 98 180 / 12%)',
  fresh: 'rgb(20 120 190 / 34%)',
  gone: 'rgb(200 130 20 / 22%)',
  line: 'rgb(29 95 159 / 75%)',
  added: '#0b4f94',
  removed: '#b36b00',
  text: '#14263a',
  halo: '#ffffff',
  chosen: '#0b4f94',
}
const night: Colors = {
  fill: 'rgb(110 180 240 / 14%)',
  fresh: 'rgb(90 175 240 / 40%)',
  gone: 'rgb(240 190 90 / 24%)',
  line: 'rgb(120 180 234 / 75%)',
  added: '#a9d6ff',
  removed: '#f1c56b',
  text: '#eaf2f9',
  halo: '#0c1520',
  chosen: '#d7ecff',
}
/** Blue: added. Amber: removed. Colour-blind readers can distinguish them, and neither is the red of the emblem. */
const COLORS: Record<ThemeId, Colors> = { day, night, wall: night }

/** Draws a change over the map. */
export function paintDiff(
  { context, ratio }: CanvasArea,
  { change, view, selected }: { change: DecodedChangeset; view: DiffView; selected: number | null },
  {
    projection,
    pathOf,
    theme,
  }: {
    projection: Projection
    pathOf: ReturnType<typeof createShapePathBuilder>
    theme: ThemeId
  },
): void {
  const colors = COLORS[theme]
  const { scale, left, top } = projection
  const landOf = ({ landBefore, landAfter }: ChangedGrid) =>
    view === 'before' ? landBefore : view === 'after' ? landAfter : (landAfter ?? landBefore)
  const shown = change.grids.flatMap((grid) => {
    const land = landOf(grid)
    return land === null ? [] : [{ grid, land }]
  })

  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * top)
  context.lineJoin = 'round'
  for (const { grid, land } of shown) {
    const { path } = pathOf(land)
    context.fillStyle =
      grid.what === 'new' ? colors.fresh : grid.what === 'retired' ? colors.gone : colors.fill
    context.fill(path, 'evenodd')
    context.strokeStyle = grid.id === selected ? colors.chosen : colors.line
    context.lineWidth = (grid.id === selected ? 3.5 : 1.4) / scale
    context.stroke(path)
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  if (view !== 'after') strokeLines(context, change.removed, projection, colors.removed, colors.halo, [7, 5])
  if (view !== 'before') strokeLines(context, change.added, projection, colors.added, colors.halo, [])
  const labels = shown.map(({ grid, land }) => ({
    text: (view === 'before' ? grid.before : (grid.after ?? grid.before))?.name ?? '',
    ...projection.toPixels(pathOf(land).label),
  }))
  drawLabels(context, labels, colors)
}

function strokeLines(
  context: CanvasRenderingContext2D,
  lines: readonly (readonly Point[])[],
  projection: Projection,
  color: string,
  halo: string,
  dash: number[],
): void {
  context.lineCap = 'round'
  for (const [style, width, pattern] of [
    [halo, 6, []],
    [color, 3.2, dash],
  ] as const) {
    context.strokeStyle = style
    context.lineWidth = width
    context.setLineDash([...pattern])
    for (const line of lines) {
      context.beginPath()
      line.forEach((point, i) => {
        const { x, y } = projection.toPixels(point)
        if (i === 0) context.moveTo(x, y)
        else context.lineTo(x, y)
      })
      context.stroke()
    }
  }
  context.setLineDash([])
}
