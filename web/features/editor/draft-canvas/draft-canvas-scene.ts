import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { OperationPreview } from '../draft-editor/operation-preview.ts'
import type { SnappedPoint } from '../draft-editor/snap-to-targets.ts'
import type { ToolId } from '../draft-editor/tools.ts'
import type { ViewOptions } from '../overview/use-view-options.ts'
import type { createBuildingPathBuilder } from './building-paths.ts'
import type { Origin, Projection } from '../../../map/overlay/projection.ts'
import type { createShapePathBuilder } from '../../../map/overlay/shape-paths.ts'

export interface DraftCanvasColors {
  own: string
  ownLine: string
  hovered: string
  line: string
  text: string
  halo: string
  chosen: string
  drawn: string
  warn: string
  /** Of a neighbour's draft. */
  neighbour: string
  /** Over everything outside the street. */
  veil: string
  /** Of some households. */
  dot: string
  /** Of the affected grids. */
  affected: readonly string[]
  /** Buildings with households, others, and those on the sides of a drawing. */
  dwelling: string
  otherBuilding: string
  sideBuildings: readonly string[]
}

export interface DraftCanvasScene {
  state: DraftState
  tool: ToolId
  points: readonly Point[]
  /** From the last point to the pointer. */
  pointerPath: readonly Point[]
  pointer: SnappedPoint | null
  /** The stroke that is being drawn, and how near it must run to a line to be drawn onto it, in pixels. */
  stroke: readonly Point[]
  tolerancePx: number
  /** The cursor of the keyboard. */
  cursor: Point | null
  picked: readonly CellId[]
  selected: CellId | null
  hovered: CellId | null
  preview: OperationPreview | null
  rejectedAt: Point | null
  issues: readonly Issue[]
  /** Grids that gain or lose land by the drawing, in the order in which their figures are listed. */
  affected: readonly CellId[]
  /** Position of the colour of each of them. */
  sideColors: ReadonlyMap<CellId, number>
  /** The grids that the city has now, and those of them that have changed since the draft was begun. */
  presentState: DraftState | null
  stale: readonly CellId[]
  /** Changed grids of a neighbour's draft. */
  neighbours: readonly MultiPolygon[]
  /** What is shown besides the borders. */
  view: Pick<ViewOptions, 'labels' | 'buildings' | 'households' | 'quiet'>
  /** Metres in, as the reader's language writes them. */
  writeLength: (metres: number) => string
}

export interface DraftCanvasTools {
  projection: Projection
  pathOf: ReturnType<typeof createShapePathBuilder>
  buildingPaths: ReturnType<typeof createBuildingPathBuilder>
  /** World coordinates that paths are relative to. */
  origin: Origin
  colors: DraftCanvasColors
}
