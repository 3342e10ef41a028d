import type { DraftOperation } from '../contract/drafts/draft-operations.ts'
import { addTo, float64At, int32At, itemAt } from '../geometry/at.ts'
import type { CellId } from '../geometry/cell-set.ts'
import type { MultiPolygon } from '../geometry/lattice.ts'
import { isPointInShape } from '../geometry/shapes/is-point-in-shape.ts'
import { dissolve } from '../geometry/topology/dissolve.ts'
import { buildFaces, type PartFaces } from './borders/build-faces.ts'
import { straightenBorders } from './borders/straighten-borders.ts'
import { type TracedBorders, traceBorders } from './borders/trace-borders.ts'
import { findObstacle, type Obstacle } from './find-obstacle.ts'
import { type Atoms, BORDER_PRICES, type BorderPrices, buildAtoms } from './cells/build-atoms.ts'
import { buildCells, type Cells } from './cells/build-cells.ts'
import { listPremisesRings } from './cells/join-near-premises.ts'
import { isWithinChange, searchWithinChange, selectWithinChange } from './bound-change.ts'
import { checkDivisionInput } from './check-division-input.ts'
import type { DivisionInput, DivisionReason } from './division-input.ts'
import { measureProposal, type ProposalFigures } from './measure-proposal.ts'
import type { AtomGraph } from './search/atom-graph.ts'
import { DEFAULT_EFFORT, findDivision } from './search/find-division.ts'
import { DEFAULT_GOALS, type Goals, SMALL_SHARE } from './search/objective.ts'
import type { SearchEffort } from './search/start-search.ts'
import { findStraightCuts } from './strips/find-straight-cuts.ts'
import { findStrips } from './strips/find-strips.ts'
import { listStripLines } from './strips/list-strip-lines.ts'

/** What a proposal looks at first. */
export const proposalStyles = ['lines', 'balanced', 'today', 'compact', 'streets', 'strips'] as const
export type ProposalStyle = (typeof proposalStyles)[number]

export interface Proposal {
  style: ProposalStyle
  /** Makes the proposal a step of a draft. */
  operation: Extract<DraftOperation, { op: 'divide' }>
  shapes: MultiPolygon[]
  figures: ProposalFigures
}

/** `obstacle`: a proof that no proposal can have every grid in the band; null: one may have. */
export type ProposalResult =
  { ok: true; proposals: Proposal[]; obstacle: Obstacle | null } | { ok: false; reason: DivisionReason }

const USUAL_STYLES: readonly ProposalStyle[] = ['lines', 'balanced', 'today']

interface Style {
  goals: Omit<Goals, 'count' | 'tolerance'>
  prices: BorderPrices
  /** The band is narrower by this factor. */
  tolerance: number
}

/** Everything but roads and waterways is dear. */
const STREET_PRICES: BorderPrices = { ...BORDER_PRICES, street: 0.15, lane: 0.2, compound: 1, gap: 1.5 }

const STYLES: Record<Exclude<ProposalStyle, 'strips'>, Style> = {
  balanced: { goals: { ...DEFAULT_GOALS, borders: 0.5 }, prices: BORDER_PRICES, tolerance: 0.5 },
  lines: { goals: { ...DEFAULT_GOALS, borders: 2.2 }, prices: BORDER_PRICES, tolerance: 1 },
  compact: { goals: { ...DEFAULT_GOALS, compactness: 0.6 }, prices: BORDER_PRICES, tolerance: 1 },
  streets: { goals: { ...DEFAULT_GOALS, borders: 4 }, prices: STREET_PRICES, tolerance: 1 },
  today: { goals: { ...DEFAULT_GOALS, change: 3 }, prices: { ...BORDER_PRICES, today: 0.1 }, tolerance: 1 },
}

export interface ProposalOptions {
  styles?: readonly ProposalStyle[]
  effort?: SearchEffort
  /** Called after each proposal, with the share that is done, 0–1. */
  onProgress?: (share: number) => void
  /** Ids for new grids, as many as there are parts. */
  newIds: readonly CellId[]
}

/**
 * Proposes divisions of the land of some grids into a number of parts: by households, along lines, between buildings. The
 * same input gives the same proposals, on any machine.
 */
export function proposeDivision(
  input: DivisionInput,
  { styles = USUAL_STYLES, effort = DEFAULT_EFFORT, onProgress, newIds }: ProposalOptions,
): ProposalResult {
  const reason = checkDivisionInput(input)
  if (reason) return { ok: false, reason }
  const land = dissolve(input.grids.map(({ shape }) => shape))
  const cells = buildCells(land, input)
  if (cells.count < input.count) return { ok: false, reason: 'too_few_cells' }
  onProgress?.(0.1)
  const proposals = styles.flatMap((style, index) => {
    const proposal =
      style === 'strips'
        ? proposeStrips(land, input, newIds)
        : searchInStyle(style, land, cells, input, { effort, newIds })
    onProgress?.(0.1 + (0.9 * (index + 1)) / styles.length)
    return proposal ?? []
  })
  // two ways of looking at few buildings can end in the same borders
  const borders = proposals.map(({ operation }) => JSON.stringify(operation.borders))
  const distinct = selectWithinChange(
    proposals.filter((_, i) => borders.indexOf(itemAt(borders, i)) === i),
    input,
  )
  if (distinct.length === 0) return { ok: false, reason: 'not_possible' }
  const isMissed = distinct.every(({ figures }) => figures.inBand < input.count)
  return { ok: true, proposals: distinct, obstacle: isMissed ? findObstacle(cells, input) : null }
}

/** A division of the cells. */
interface Found {
  cells: Cells
  atoms: Atoms
  part: Int32Array
}

function searchInStyle(
  style: Exclude<ProposalStyle, 'strips'>,
  land: MultiPolygon,
  cells: Cells,
  input: DivisionInput,
  { effort, newIds }: { effort: SearchEffort; newIds: readonly CellId[] },
): Proposal | null {
  const { goals, prices, tolerance } = STYLES[style]
  const atoms = buildAtoms(cells, input, prices)
  const wanted = { ...goals, count: input.count, tolerance: input.tolerance * tolerance }
  const draw = (part: Int32Array) => toProposal(style, land, input, { cells, atoms, part, newIds })
  const found = findDivision(atoms.graph, wanted, input.seed, effort)
  const proposal = found && draw(found.part)
  if (proposal === null || isWithinChange(proposal, input)) return proposal
  return searchWithinChange(atoms, wanted, input, effort, draw) ?? proposal
}

/** Strips along a bearing: straight lines across it become borders of cells, so that borders can follow them. */
function proposeStrips(land: MultiPolygon, input: DivisionInput, newIds: readonly CellId[]): Proposal | null {
  const bearing = input.bearing ?? 0
  const cuts = findStraightCuts(land, input, bearing)
  if (cuts.length < input.count - 1) return null
  const straight = listStripLines(land, input, bearing, cuts)
  const cells = buildCells(land, { ...input, lines: [...input.lines, ...straight] })
  const atoms = buildAtoms(cells, input)
  const part = findStrips(land, cells, atoms, input, { bearing, cuts })
  return part && toProposal('strips', land, input, { cells, atoms, part, newIds })
}

function toProposal(
  style: ProposalStyle,
  land: MultiPolygon,
  input: DivisionInput,
  { cells, atoms, part, newIds }: Found & { newIds: readonly CellId[] },
): Proposal | null {
  const drawn = drawBorders(land, cells, atoms, part, input)
  if (!drawn) return null
  const { faces, chains } = drawn
  const partOfBuilding = new Int32Array(input.buildings.length).fill(-1)
  input.buildings.forEach(({ place }, building) => {
    partOfBuilding[building] = faces.findIndex(({ polygons }) => isPointInShape(polygons, place))
  })
  const gridOfBuilding = Int32Array.from(input.buildings, ({ place }) =>
    input.grids.findIndex(({ shape }) => isPointInShape(shape, place)),
  )
  const households = new Array<number>(input.count).fill(0)
  input.buildings.forEach((building, index) => {
    const part = int32At(partOfBuilding, index)
    if (part >= 0) households[part] = (households[part] ?? 0) + building.households
  })
  const ids = chooseIds(input, partOfBuilding, gridOfBuilding, newIds)
  return {
    style,
    operation: {
      op: 'divide',
      grids: input.grids.map(({ id }) => id),
      borders: chains.map(({ points }) => points.map(([x, y]): [number, number] => [x, y])),
      parts: faces.map(({ places }, part) => ({
        grid: itemAt(ids, part),
        at: places.map(([x, y]): [number, number] => [x, y]),
      })),
    },
    shapes: faces.map(({ polygons }) => polygons),
    figures: measureProposal(input, {
      households,
      faces,
      chains,
      scale: cells.noded.scale,
      partOfBuilding,
      gridOfBuilding,
      bites: countBites(atoms.graph, part, input.count),
    }),
  }
}

/** Counts the inhabited pieces of parts that are bitten out of a block: small, and not the whole of it. */
function countBites(graph: AtomGraph, part: Int32Array, count: number): number {
  const pieces = new Float64Array(count * graph.blockCount)
  const totals = new Float64Array(graph.blockCount)
  part.forEach((p, atom) => {
    const [weight, block] = [float64At(graph.weight, atom), int32At(graph.block, atom)]
    addTo(pieces, p * graph.blockCount + block, weight)
    addTo(totals, block, weight)
  })
  const small = (SMALL_SHARE * graph.totalWeight) / count
  return pieces.filter(
    (weight, i) => weight > 0 && weight < small && weight < float64At(totals, i % graph.blockCount),
  ).length
}

/** Draws the borders straight; where that fails, as the cells have them. */
function drawBorders(
  land: MultiPolygon,
  cells: Cells,
  { atomOf, kindOf }: Atoms,
  part: Int32Array,
  input: DivisionInput,
): (TracedBorders & { faces: PartFaces[] }) | null {
  const traced = traceBorders(cells, kindOf, (cell) => int32At(part, int32At(atomOf, cell)))
  const keepClear = [...cells.noded.footprints.flat(), ...listPremisesRings(input, cells)]
  const straight = {
    ...traced,
    chains: straightenBorders(traced.chains, land.flat(), keepClear, cells.noded.scale),
  }
  for (const borders of [straight, traced]) {
    const faces = buildFaces(land, borders, input.count)
    if (faces) return { ...borders, faces }
  }
  return null
}

/** Parts keep the ids of the grids of today with which they share most households; the others get new ones. */
function chooseIds(
  { grids, buildings, count }: DivisionInput,
  partOfBuilding: Int32Array,
  gridOfBuilding: Int32Array,
  newIds: readonly CellId[],
): CellId[] {
  const shared = new Float64Array(count * grids.length)
  buildings.forEach(({ households }, building) => {
    const [part, grid] = [int32At(partOfBuilding, building), int32At(gridOfBuilding, building)]
    if (part >= 0 && grid >= 0)
      shared[part * grids.length + grid] = float64At(shared, part * grids.length + grid) + households + 0.001
  })
  const pairs = Array.from(shared, (households, index) => ({
    households,
    part: Math.floor(index / grids.length),
    grid: index % grids.length,
  })).sort((a, b) => b.households - a.households || a.part - b.part || a.grid - b.grid)
  const ids = new Map<number, CellId>()
  const taken = new Set<number>()
  for (const { part, grid } of pairs) {
    if (ids.has(part) || taken.has(grid)) continue
    ids.set(part, itemAt(grids, grid).id)
    taken.add(grid)
  }
  return Array.from({ length: count }, (_, part) => ids.get(part) ?? itemAt(newIds, part))
}
