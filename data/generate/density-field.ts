import { computeGradientNoise } from './math/gradient-noise.ts'

/** A dense place in metres of the plane. */
export interface DensityPeak {
  east: number
  north: number
  radius: number
  peak: number
}

/** How densely people live, as a raster over the city; every cut and every allocation asks it. */
export interface DensityField {
  /** People per km² at a place in metres of the plane. */
  people(east: number, north: number): number
  /** 0 in open country, 1 in the middle of a town: calms wandering lines into streets. */
  urbanity(east: number, north: number): number
  /** 1 on reclaimed land by the sea, 0 from some 25 km inland. */
  coastal(east: number, north: number): number
}

const CELL = 300

/**
 * @param box west, south, east, north in metres of the plane
 * @param coast corners of the coast in metres of the plane, or empty
 * @param rural people per km² in open country
 */
export function createDensityField(
  box: readonly [number, number, number, number],
  spots: readonly DensityPeak[],
  coast: readonly (readonly [number, number])[],
  rural: number,
  seed: number,
): DensityField {
  const columns = Math.ceil((box[2] - box[0]) / CELL) + 2
  const rows = Math.ceil((box[3] - box[1]) / CELL) + 2
  const people = new Float32Array(columns * rows)
  const shore = new Float32Array(columns * rows)

  const nearCoast = coast.length ? coastRaster(box, coast) : () => 0
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const east = box[0] + column * CELL,
        north = box[1] + row * CELL
      const near = nearCoast(east, north)
      const rolling =
        1 +
        0.35 * computeGradientNoise(seed, east / 14000, north / 14000) +
        0.2 * computeGradientNoise(seed + 1, east / 4500, north / 4500)
      shore[row * columns + column] = near
      people[row * columns + column] = rural * rolling * (1 - 0.74 * near)
    }
  }
  for (const spot of spots) addSpot(people, columns, rows, box, spot)

  const peopleAt = sampler(people, box, columns, rows, CELL)
  return {
    people: peopleAt,
    coastal: sampler(shore, box, columns, rows, CELL),
    urbanity: (east, north) => {
      const above = peopleAt(east, north) / rural - 1.6
      return above <= 0 ? 0 : above / (above + 4)
    },
  }
}

type Sampler = (east: number, north: number) => number

/** Between the raster's values, linearly. */
function sampler(
  raster: Float32Array,
  box: readonly number[],
  columns: number,
  rows: number,
  cell: number,
): Sampler {
  return (east, north) => {
    const x = Math.min(Math.max((east - box[0]!) / cell, 0), columns - 1.001)
    const y = Math.min(Math.max((north - box[1]!) / cell, 0), rows - 1.001)
    const i = Math.floor(x),
      j = Math.floor(y)
    const at = j * columns + i
    const low = raster[at]! + (raster[at + 1]! - raster[at]!) * (x - i)
    const high = raster[at + columns]! + (raster[at + columns + 1]! - raster[at + columns]!) * (x - i)
    return low + (high - low) * (y - j)
  }
}

/** The distance to the coast changes slowly: a coarser raster will do. */
function coastRaster(box: readonly number[], coast: readonly (readonly [number, number])[]): Sampler {
  const cell = CELL * 6
  const columns = Math.ceil((box[2]! - box[0]!) / cell) + 2
  const rows = Math.ceil((box[3]! - box[1]!) / cell) + 2
  const raster = new Float32Array(columns * rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      raster[row * columns + column] = nearness(
        distanceToChain(coast, box[0]! + column * cell, box[1]! + row * cell),
      )
    }
  }
  return sampler(raster, box, columns, rows, cell)
}

function addSpot(
  people: Float32Array,
  columns: number,
  rows: number,
  box: readonly number[],
  spot: DensityPeak,
): void {
  const reach = spot.radius * 7
  const fromColumn = Math.max(0, Math.floor((spot.east - reach - box[0]!) / CELL))
  const toColumn = Math.min(columns - 1, Math.ceil((spot.east + reach - box[0]!) / CELL))
  const fromRow = Math.max(0, Math.floor((spot.north - reach - box[1]!) / CELL))
  const toRow = Math.min(rows - 1, Math.ceil((spot.north + reach - box[1]!) / CELL))
  for (let row = fromRow; row <= toRow; row++) {
    for (let column = fromColumn; column <= toColumn; column++) {
      const de = box[0]! + column * CELL - spot.east,
        dn = box[1]! + row * CELL - spot.north
      const fall = 1 + (de * de + dn * dn) / (spot.radius * spot.radius)
      people[row * columns + column]! += spot.peak / (fall * fall)
    }
  }
}

function nearness(distance: number): number {
  if (distance <= 6000) return 1
  if (distance >= 26000) return 0
  const t = (26000 - distance) / 20000
  return t * t * (3 - 2 * t)
}

function distanceToChain(chain: readonly (readonly [number, number])[], east: number, north: number): number {
  let best = Infinity
  for (let i = 1; i < chain.length; i++) {
    const [ax, ay] = chain[i - 1]!,
      [bx, by] = chain[i]!
    const dx = bx - ax,
      dy = by - ay
    const t = Math.min(1, Math.max(0, ((east - ax) * dx + (north - ay) * dy) / (dx * dx + dy * dy)))
    const ex = ax + t * dx - east,
      ey = ay + t * dy - north
    best = Math.min(best, ex * ex + ey * ey)
  }
  return Math.sqrt(best)
}
