import { certify } from '#shared/geometry/certificate.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import type { RowProblem } from '../../formats/format.ts'
import type { CertificateReport } from '../report.ts'
import { cleanTiling, type CleanTiling } from '../topology/clean-tiling.ts'
import { follow, insertedBetween, type Scene } from './scene.ts'

/** Cells that should tile a unit; without an outline they should at least fit among themselves. */
export interface Tiling {
  unit: string | null
  name: string
  cells: readonly string[]
}

export interface FitInput {
  scene: Scene
  tilings: readonly Tiling[]
  /** Cells that came with the file; all others stay where they are. */
  moving: ReadonlySet<string>
  toleranceM: number
  tell: (cell: string, problem: RowProblem) => void
}

/** Fits the cells of each unit together, changes the scene accordingly, and certifies what came of it. */
export function fitTilings({ scene, tilings, moving, toleranceM, tell }: FitInput): CertificateReport {
  const report: CertificateReport = { units: 0, hold: 0, broken: [], movedM: 0, slivers: 0 }
  const cleaned: { tiling: Tiling; found: CleanTiling }[] = []
  for (const tiling of tilings) {
    const boundary = tiling.unit === null ? null : scene.get(tiling.unit) ?? null
    const given = tiling.cells.map((code) => scene.get(code)!)
    const fixed = new Set(tiling.cells.flatMap((code, i) => (moving.has(code) ? [] : [i])))
    const found = cleanTiling(given, boundary, toleranceM, fixed)
    cleaned.push({ tiling, found })
    report.movedM = Math.max(report.movedM, found.movedM)
    report.slivers += found.slivers.length
    apply(scene, tiling, given, boundary, fixed, found)
    tellProblems(tiling, found, tell, moving)
  }
  for (const { tiling, found } of cleaned) {
    if (tiling.unit === null) continue
    report.units++
    const boundary = scene.get(tiling.unit)
    const holds = boundary !== undefined && certify(toFlatPolygons(tiling.cells.map((code) => scene.get(code)!)), toFlatPolygons([boundary])).holds
    if (holds) report.hold++
    else report.broken.push({ code: tiling.unit, name: tiling.name, gapsM2: sum(found.gaps), overlapsM2: sum(found.overlaps), outsideM2: sum(found.outside) })
  }
  report.broken.sort((a, b) => b.gapsM2 + b.overlapsM2 + b.outsideM2 - (a.gapsM2 + a.overlapsM2 + a.outsideM2))
  return { ...report, movedM: Math.round(report.movedM * 1000) / 1000 }
}

function apply(scene: Scene, { unit, cells }: Tiling, given: readonly MultiPolygon[], boundary: MultiPolygon | null, fixed: ReadonlySet<number>, found: CleanTiling): void {
  const own = new Set(unit === null ? cells : [...cells, unit])
  found.cells.forEach((shape, i) => {
    if (shape !== given[i]) scene.set(cells[i]!, shape)
  })
  if (unit !== null && boundary && found.boundary && found.boundary !== boundary) {
    scene.set(unit, found.boundary)
    follow(scene, insertedBetween(boundary, found.boundary), shapeBox(boundary), own)
  }
  // a cell that stays may have been given vertices, and its neighbours outside the unit lack them
  for (const i of fixed) {
    if (found.cells[i] !== given[i]) follow(scene, insertedBetween(given[i]!, found.cells[i]!), shapeBox(given[i]!), own)
  }
}

function tellProblems({ cells, unit, name }: Tiling, found: CleanTiling, tell: FitInput['tell'], moving: ReadonlySet<string>): void {
  const about = (cell: number, problem: RowProblem) => {
    if (moving.has(cells[cell]!)) tell(cells[cell]!, problem)
  }
  for (const { to, from, areaM2 } of found.slivers) {
    if (to !== null) about(to, { code: 'sliver_given', details: { m2: round(areaM2) } })
    if (from !== null) about(from, { code: 'sliver_taken', details: { m2: round(areaM2) } })
  }
  for (const { cells: both, areaM2 } of found.overlaps) {
    for (const cell of both) {
      for (const other of both) if (other !== cell) about(cell, { code: 'overlaps', details: { other: cells[other]!, m2: round(areaM2) } })
    }
  }
  for (const { cell, areaM2 } of found.outside) about(cell, { code: 'outside_unit', details: { other: name || unit || '', m2: round(areaM2) } })
  for (const { beside, areaM2 } of found.gaps) for (const cell of beside) about(cell, { code: 'gap_beside', details: { m2: round(areaM2) } })
}

const sum = (places: readonly { areaM2: number }[]) => round(places.reduce((total, { areaM2 }) => total + areaM2, 0))

const round = (value: number) => (value < 10 ? Math.round(value * 100) / 100 : Math.round(value))
