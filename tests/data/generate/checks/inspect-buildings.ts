import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import type { BuildingRecord, CityDataset, GridRecord } from '../../../../data/city-dataset.ts'

/** The figures of a grid that its buildings must add up to. */
const FIGURES = ['households', 'residents', 'members', 'buildingGroups', 'householdHubs'] as const

/** Codes of what is wrong with the buildings of a city. */
interface BuildingReport {
  /** In no grid of their community, or not wholly in one. */
  outside: string[]
  overlapping: string[]
  inWater: string[]
  /** Compounds that a border or another compound enters. */
  tornCompounds: string[]
  /** Grids whose buildings do not add up to their figures. */
  wrongSums: string[]
}

export const emptyBuildingReport: BuildingReport = {
  outside: [],
  overlapping: [],
  inWater: [],
  tornCompounds: [],
  wrongSums: [],
}

/** A building with the points that were recorded of it: the corners of a footprint, or one point. */
export interface DrawnBuilding {
  building: BuildingRecord
  ring: Ring
  box: Box
}

type Box = [west: number, south: number, east: number, north: number]

/** Returns the buildings of every grid by where they lie, and those that lie in none. */
export function locateBuildings(city: CityDataset): {
  within: Map<GridRecord, DrawnBuilding[]>
  outside: string[]
} {
  const byCommunity = new Map<string, { grid: GridRecord; box: Box }[]>()
  const within = new Map<GridRecord, DrawnBuilding[]>()
  for (const grid of city.grids) {
    within.set(grid, [])
    const own = byCommunity.get(grid.communityCode) ?? []
    own.push({ grid, box: boxOf(grid.geometry.flat(2)) })
    byCommunity.set(grid.communityCode, own)
  }
  const outside: string[] = []
  for (const building of city.buildings) {
    const { geometry } = building
    const ring = geometry.kind === 'point' ? [geometry.point] : geometry.area[0]![0]!
    const drawn = { building, ring, box: boxOf(ring) }
    const home = byCommunity
      .get(building.code.slice(0, 12))
      ?.find(({ grid, box }) => doBoxesMeet(box, drawn.box) && isWhollyInside(grid.geometry, drawn))
    if (home) within.get(home.grid)!.push(drawn)
    else outside.push(building.code)
  }
  return { within, outside }
}

/** Checks places and sums on the lattice, exactly: differences of a city's coordinates and their products are whole. */
export function inspectBuildings(city: CityDataset, located = locateBuildings(city)): BuildingReport {
  const waters = city.waterways.flatMap(({ geometry }) =>
    geometry.kind === 'area' ? [{ area: geometry.area, box: boxOf(geometry.area.flat(2)) }] : [],
  )
  const report: BuildingReport = { ...emptyBuildingReport, outside: located.outside }
  const overlapping = new Set<string>()
  const inWater: string[] = []
  const wrongSums: string[] = []
  const tornCompounds: string[] = []
  for (const [grid, drawn] of located.within) {
    for (const [i, a] of drawn.entries()) {
      for (const b of drawn.slice(i + 1)) if (doOverlap(a, b)) overlapping.add(a.building.code)
      if (waters.some(({ area, box }) => doBoxesMeet(box, a.box) && isInside(area, a.ring[0]!)))
        inWater.push(a.building.code)
    }
    const hulls = drawCompounds(drawn)
    for (const [i, a] of hulls.entries())
      if (!isWhollyInside(grid.geometry, a) || hulls.slice(i + 1).some((b) => doOverlap(a, b)))
        tornCompounds.push(`${grid.code} ${a.building.compound}`)
    for (const figure of FIGURES) {
      const total = drawn.reduce((sum, { building }) => sum + building[figure], 0)
      if (total !== grid[figure]) wrongSums.push(`${grid.code} ${figure}: ${total} of ${grid[figure]}`)
    }
  }
  return { ...report, overlapping: [...overlapping], inWater, tornCompounds, wrongSums }
}

/** Returns the convex hull of every compound of a grid. */
function drawCompounds(drawn: readonly DrawnBuilding[]): DrawnBuilding[] {
  const slabs = new Map<string, DrawnBuilding[]>()
  for (const each of drawn) {
    const { compound } = each.building
    if (compound !== null) slabs.set(compound, [...(slabs.get(compound) ?? []), each])
  }
  return [...slabs.values()].map((own) => {
    const ring = hullOf(own.flatMap((slab) => slab.ring))
    return { building: own[0]!.building, ring, box: boxOf(ring) }
  })
}

function hullOf(points: readonly Point[]): Ring {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (ordered: readonly Point[]) => {
    const half: Point[] = []
    for (const point of ordered) {
      while (half.length > 1 && turn(half.at(-2)!, half.at(-1)!, point) <= 0) half.pop()
      half.push(point)
    }
    return half.slice(0, -1)
  }
  return [...chain(sorted), ...chain([...sorted].reverse())]
}

function boxOf(points: readonly Point[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

function doBoxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

/** All corners strictly inside, and no border through the footprint or within it. */
function isWhollyInside(area: MultiPolygon, { ring, box }: DrawnBuilding): boolean {
  if (!ring.every((corner) => isInside(area, corner))) return false
  const [west, south, east, north] = box
  return area.flat().every((border) =>
    border.every((a, i) => {
      const b = border[i + 1] ?? border[0]!
      if ((a[0] < west && b[0] < west) || (a[0] > east && b[0] > east)) return true
      if ((a[1] < south && b[1] < south) || (a[1] > north && b[1] > north)) return true
      return !crosses(ring, a, b) && !(ring.length > 2 && isInside([[ring]], a))
    }),
  )
}

function doOverlap(a: DrawnBuilding, b: DrawnBuilding): boolean {
  if (!doBoxesMeet(a.box, b.box)) return false
  const within = (outer: Ring, point: Point) => outer.length > 2 && isInside([[outer]], point)
  return (
    within(a.ring, b.ring[0]!) ||
    within(b.ring, a.ring[0]!) ||
    (a.ring.length === 1 && b.ring.length === 1) ||
    a.ring.some((from, i) => crosses(b.ring, from, a.ring[(i + 1) % a.ring.length]!))
  )
}

/** Does a line from a to b touch the outline? */
function crosses(ring: Ring, a: Point, b: Point): boolean {
  if (ring.length < 3) return false
  return ring.some((c, i) => {
    const d = ring[(i + 1) % ring.length]!
    return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0
  })
}

/** -1, 0 or 1: c lies right of, on or left of the line from a to b. */
function turn(a: Point, b: Point, c: Point): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

/** Inside, not on the border: without division, so exactly. */
function isInside(area: MultiPolygon, point: Point): boolean {
  const [x, y] = point
  let inside = false
  for (const polygon of area) {
    for (const ring of polygon) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const a = ring[j]!,
          b = ring[i]!
        if (a[1] > y === b[1] > y) {
          if (a[1] === y && b[1] === y && a[0] > x !== b[0] > x) return false
          continue
        }
        const side = turn(a, b, point)
        if (side === 0) return false
        if (side > 0 === b[1] > a[1]) inside = !inside
      }
    }
  }
  return inside
}
