import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { formatPlace } from '../geometry/format-place.ts'
import { roundUpToMillimetre } from '../geometry/round-up-to-millimetre.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import type { CertificateReport } from '../staging/import-report.ts'
import { applyChoices } from '../tiling/apply-choices.ts'
import { cleanTiling } from '../tiling/clean-tiling.ts'
import type { CleanTiling } from '../tiling/tiling-result.ts'
import { findInsertedVertices } from '../tiling/find-inserted-vertices.ts'
import { listTilingConflicts } from './tiling-conflicts.ts'
import type { ConflictChoices, TilingConflict } from '../staging/tiling-conflict.ts'
import { propagateVertices, type OutlinesByCode } from './outlines.ts'

/** Cells that should tile a unit; without an outline they should at least fit among themselves. */
export interface UnitTiling {
  unit: string | null
  name: string
  cells: readonly string[]
}

export interface FitTilingsInput {
  outlines: OutlinesByCode
  tilings: readonly UnitTiling[]
  /** Cells that came with the file; all others stay where they are. */
  moving: ReadonlySet<string>
  toleranceM: number
  choices: ConflictChoices
  tell: (cell: string, problem: RowProblem) => void
}

/** Fits the cells of each unit together, changes the outlines accordingly, and certifies what came of it. */
export function fitTilings({ outlines, tilings, moving, toleranceM, choices, tell }: FitTilingsInput): {
  certificate: CertificateReport
  places: TilingConflict[]
} {
  const report: CertificateReport = {
    units: 0,
    hold: 0,
    broken: [],
    movedM: 0,
    slivers: 0,
    unfitted: 0,
    places: { gap: 0, overlap: 0, outside: 0, decided: 0 },
  }
  const places: TilingConflict[] = []
  for (const tiling of tilings) {
    const boundary = tiling.unit === null ? null : (outlines.get(tiling.unit) ?? null)
    const given = tiling.cells.map((code) => outlines.get(code)!)
    const fixed = new Set(tiling.cells.flatMap((code, i) => (moving.has(code) ? [] : [i])))
    const found = cleanTiling(given, boundary, toleranceM, fixed)
    report.movedM = Math.max(report.movedM, found.movedM)
    report.slivers += found.slivers.length
    report.unfitted += found.unfitted.length
    apply(outlines, tiling, given, boundary, fixed, found)
    const own = decide(outlines, tiling, found, choices)
    places.push(...own)
    tellProblems(tiling, found, own, (cell, problem) => {
      if (moving.has(cell)) tell(cell, problem)
    })
  }
  for (const { kind, decided } of places) {
    report.places[kind]++
    if (decided !== null) report.places.decided++
  }
  for (const tiling of tilings) {
    if (tiling.unit === null) continue
    report.units++
    const boundary = outlines.get(tiling.unit)
    const certified =
      boundary &&
      certifyTiling(
        toFlatPolygons(tiling.cells.map((code) => outlines.get(code)!)),
        toFlatPolygons([boundary]),
      )
    if (certified?.holds) report.hold++
    else {
      const left = (kind: TilingConflict['kind']) =>
        sum(
          places.filter(
            (place) => place.unit === tiling.unit && place.kind === kind && place.decided === null,
          ),
        )
      report.broken.push({
        code: tiling.unit,
        name: tiling.name,
        gapsM2: left('gap'),
        overlapsM2: left('overlap'),
        outsideM2: left('outside'),
        ...describeOpenEdges([...(certified?.open ?? []), ...(certified?.uncovered ?? [])]),
      })
    }
  }
  report.broken.sort(
    (a, b) => b.gapsM2 + b.overlapsM2 + b.outsideM2 - (a.gapsM2 + a.overlapsM2 + a.outsideM2),
  )
  places.sort((a, b) => b.areaM2 - a.areaM2)
  return { certificate: { ...report, movedM: Math.round(report.movedM * 1000) / 1000 }, places }
}

function apply(
  outlines: OutlinesByCode,
  { unit, cells }: UnitTiling,
  given: readonly MultiPolygon[],
  boundary: MultiPolygon | null,
  fixed: ReadonlySet<number>,
  found: CleanTiling,
): void {
  const own = new Set(unit === null ? cells : [...cells, unit])
  found.cells.forEach((shape, i) => {
    if (shape !== given[i]) outlines.set(cells[i]!, shape)
  })
  if (unit !== null && boundary && found.boundary && found.boundary !== boundary) {
    outlines.set(unit, found.boundary)
    propagateVertices(outlines, findInsertedVertices(boundary, found.boundary), getShapeBox(boundary), own)
  }
  // a cell that stays may have been given vertices, and its neighbours outside the unit lack them
  for (const i of fixed) {
    if (found.cells[i] !== given[i])
      propagateVertices(
        outlines,
        findInsertedVertices(given[i]!, found.cells[i]!),
        getShapeBox(given[i]!),
        own,
      )
  }
}

/** Does what was decided about the places of a tiling; those that it cannot be done for stay undecided. */
function decide(
  outlines: OutlinesByCode,
  tiling: UnitTiling,
  found: CleanTiling,
  choices: ConflictChoices,
): TilingConflict[] {
  const listed = listTilingConflicts(tiling, found.cells, found, choices)
  const decided = listed.flatMap(({ place, cells }) =>
    place.decided === null
      ? []
      : [
          {
            place,
            cells,
            shape: place.shape,
            to: place.decided === '' ? null : tiling.cells.indexOf(place.decided),
          },
        ],
  )
  const { changed, refused } = applyChoices(found.cells, decided)
  for (const [cell, shape] of changed) outlines.set(tiling.cells[cell]!, shape)
  const undone = new Set(decided.filter((each) => refused.includes(each)).map(({ place }) => place.id))
  return listed.map(({ place }) => (undone.has(place.id) ? { ...place, decided: null } : place))
}

/** How many edges have none on their other side, and where the first of them lies: what a tiling lacks besides land. */
const describeOpenEdges = (edges: readonly { from: Point }[]) => ({
  openEdges: edges.length,
  at: edges[0] ? formatPlace(edges[0].from) : '',
})

function tellProblems(
  { cells }: UnitTiling,
  found: CleanTiling,
  places: readonly TilingConflict[],
  about: FitTilingsInput['tell'],
): void {
  for (const [cell, metres] of found.moved)
    about(cells[cell]!, { code: 'border_snapped', details: { m: roundUpToMillimetre(metres) } })
  for (const cell of found.unfitted) {
    const [x, y] = computeInteriorPoint(found.cells[cell]![0]!)
    about(cells[cell]!, { code: 'not_fitted', details: { at: formatPlace([x, y]) } })
  }
  for (const { to, from, areaM2 } of found.slivers) {
    if (to !== null) about(cells[to]!, { code: 'sliver_given', details: { m2: round(areaM2) } })
    if (from !== null) about(cells[from]!, { code: 'sliver_taken', details: { m2: round(areaM2) } })
  }
  // places come in the order of the lists that they were made from
  const ofKind = (kind: TilingConflict['kind']) => places.filter((place) => place.kind === kind)
  ofKind('gap').forEach(({ decided, areaM2 }, i) => {
    const details = { m2: round(areaM2) }
    if (decided !== null) about(decided, { code: 'land_given', details })
    else for (const cell of found.gaps[i]!.beside) about(cells[cell]!, { code: 'gap_beside', details })
  })
  ofKind('overlap').forEach(({ decided, areaM2, receivers }) => {
    const m2 = round(areaM2)
    for (const cell of receivers) {
      if (decided === null)
        for (const other of receivers)
          if (other !== cell) about(cell, { code: 'overlaps', details: { other, m2 } })
      if (decided !== null && decided !== cell) about(cell, { code: 'land_taken', details: { m2 } })
    }
  })
  ofKind('outside').forEach(({ decided, areaM2, unit, unitName }, i) => {
    const cell = cells[found.outside[i]!.cell]!
    about(
      cell,
      decided === null
        ? { code: 'outside_unit', details: { other: unitName || unit || '', m2: round(areaM2) } }
        : { code: 'land_taken', details: { m2: round(areaM2) } },
    )
  })
}

const sum = (listed: readonly { areaM2: number }[]) =>
  round(listed.reduce((total, { areaM2 }) => total + areaM2, 0))

/** Whole square metres from 10 on, else two digits: what is not nothing never becomes 0. */
const round = (value: number) => (value < 10 ? Number(value.toPrecision(2)) : Math.round(value))
