import { itemAt } from '../geometry/at.ts'
import type { LatticeScale } from '../geometry/measure.ts'
import { getShapeAreaM2 } from '../geometry/shapes/shape-area.ts'
import type { PartFaces } from './borders/build-faces.ts'
import type { Chain } from './borders/trace-borders.ts'
import { borderKinds, type DivisionInput } from './division-input.ts'
import { measureDistanceM } from './measure-distance.ts'

/** What an official compares proposals by. */
export interface ProposalFigures {
  /** Households of each part. */
  households: number[]
  /** Largest deviation of a part from the mean, 0–1; of the areas where there are no households. */
  spread: number
  /** Parts within the band that was asked for. */
  inBand: number
  /** Metres of new border, and the shares of it along water, roads and lanes, and along compounds; 0–1. */
  borderM: number
  lineShare: number
  compoundShare: number
  /** Mean of 4πA/P²; 1 is a circle. */
  compactness: number
  /** Households that leave the grid of today in which most of their part lives, as a share; 0–1. */
  changedShare: number
  /** Compounds that lie in several parts. */
  cutCompounds: number
  /** Pieces of grids beyond a main road or waterway with less than 30 % of a grid's households. */
  bites: number
  /** Premises that a new border comes nearer than asked for. */
  nearPremises: number
}

const LAST_LINE = borderKinds.indexOf('lane')
const COMPOUND = borderKinds.indexOf('compound')

/** Measures a proposal. */
export function measureProposal(
  input: DivisionInput,
  {
    households,
    faces,
    chains,
    scale,
    partOfBuilding,
    gridOfBuilding,
    bites,
  }: {
    households: number[]
    bites: number
    faces: readonly PartFaces[]
    chains: readonly Chain[]
    scale: LatticeScale
    partOfBuilding: Int32Array
    gridOfBuilding: Int32Array
  },
): ProposalFigures {
  const lengths = new Array<number>(borderKinds.length).fill(0)
  const perimeters = new Array<number>(faces.length).fill(0)
  for (const { points, kinds } of chains)
    kinds.forEach((kind, i) => {
      const [a, b] = [itemAt(points, i), itemAt(points, i + 1)]
      lengths[kind] = (lengths[kind] ?? 0) + Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y)
    })
  const areas = faces.map(({ polygons }) => getShapeAreaM2(polygons))
  faces.forEach(({ polygons }, part) => {
    for (const ring of polygons.flat())
      ring.forEach((a, i) => {
        const b = itemAt(ring, (i + 1) % ring.length)
        perimeters[part] =
          (perimeters[part] ?? 0) + Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y)
      })
  })
  const total = households.reduce((sum, each) => sum + each, 0)
  const values = total > 0 ? households : areas
  const mean = values.reduce((sum, each) => sum + each, 0) / input.count
  const deviations = values.map((each) => Math.abs(each / mean - 1))
  const borderM = lengths.reduce((sum, each) => sum + each, 0)
  const share = (length: number) => (borderM > 0 ? length / borderM : 0)
  return {
    households,
    spread: Math.max(...deviations),
    inBand: deviations.filter((each) => each <= input.tolerance + 1e-9).length,
    borderM,
    lineShare: share(lengths.slice(0, LAST_LINE + 1).reduce((sum, each) => sum + each, 0)),
    compoundShare: share(lengths[COMPOUND] ?? 0),
    compactness:
      areas.reduce(
        (sum, area, part) => sum + (4 * Math.PI * area) / Math.max(1, perimeters[part] ?? 1) ** 2,
        0,
      ) / areas.length,
    changedShare: total > 0 ? measureChange(input, partOfBuilding, gridOfBuilding) / total : 0,
    cutCompounds: countCutCompounds(input, partOfBuilding),
    bites,
    nearPremises: countNearPremises(input, chains, scale),
  }
}

/** Rounding and straight borders may take a little of the distance. */
const NEARLY = 0.95

function countNearPremises(
  { premises = [], premisesM = 0 }: DivisionInput,
  chains: readonly Chain[],
  scale: LatticeScale,
): number {
  return premises.filter((place) =>
    chains.some(({ points }) =>
      points.some(
        (b, i) => i > 0 && measureDistanceM(place, itemAt(points, i - 1), b, scale) < NEARLY * premisesM,
      ),
    ),
  ).length
}

function measureChange(
  { buildings }: DivisionInput,
  partOfBuilding: Int32Array,
  gridOfBuilding: Int32Array,
): number {
  const held = new Map<number, Map<number, number>>()
  buildings.forEach(({ households }, building) => {
    const part = partOfBuilding[building] ?? -1
    const grids = held.get(part) ?? new Map<number, number>()
    const grid = gridOfBuilding[building] ?? -1
    held.set(part, grids.set(grid, (grids.get(grid) ?? 0) + households))
  })
  let changed = 0
  for (const grids of held.values()) {
    const counts = [...grids.values()]
    changed += counts.reduce((sum, each) => sum + each, 0) - Math.max(...counts)
  }
  return changed
}

function countCutCompounds({ buildings }: DivisionInput, partOfBuilding: Int32Array): number {
  const parts = new Map<string, Set<number>>()
  buildings.forEach(({ compound }, building) => {
    if (compound === null) return
    const found = parts.get(compound) ?? new Set<number>()
    parts.set(compound, found.add(partOfBuilding[building] ?? -1))
  })
  return [...parts.values()].filter(({ size }) => size > 1).length
}
