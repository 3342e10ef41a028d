import { int32At, uint32At } from '../../geometry/at.ts'
import { UNITS_PER_DEGREE } from '../../geometry/lattice.ts'
import { computeScaleAt } from '../../geometry/measure.ts'

/** Sites that a cell of the index holds on average. */
const SITES_PER_CELL = 2
/** Radians of a lattice unit. */
const RADIANS_PER_UNIT = Math.PI / 180 / UNITS_PER_DEGREE

/**
 * A search for sites near a point, over a raster of square cells. It answers in `found`, which the next search
 * overwrites: millions of searches must not leave an object each. Metres are straight ones, on the local plane of the
 * ellipsoid.
 */
export interface SiteIndex {
  /** The sites of the last search and their metres. */
  found: { site: Uint32Array; metres: Float64Array }
  /** Finds the nearest site, of equals the first one; returns how many were found: 1, or 0 without any. */
  findNearest(x: number, y: number): number
  /** Finds all sites within so many metres, and returns how many there are. */
  findWithin(x: number, y: number, metres: number): number
}

/**
 * @param sites interleaved lattice x, y
 * @param rows the sites to search
 */
export function createSiteIndex(sites: Int32Array, rows: Uint32Array): SiteIndex {
  const count = rows.length
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const site of rows) {
    west = Math.min(west, int32At(sites, 2 * site))
    east = Math.max(east, int32At(sites, 2 * site))
    south = Math.min(south, int32At(sites, 2 * site + 1))
    north = Math.max(north, int32At(sites, 2 * site + 1))
  }
  // sites along a line must not make a raster of very many empty cells
  const size = Math.ceil(
    Math.max(
      Math.sqrt(((east - west + 1) * (north - south + 1) * SITES_PER_CELL) / count),
      Math.max(east - west + 1, north - south + 1) / (4 * Math.sqrt(count)),
    ),
  )
  const columns = count === 0 ? 0 : Math.floor((east - west) / size) + 1
  const lines = count === 0 ? 0 : Math.floor((north - south) / size) + 1
  const start = new Uint32Array(columns * lines + 1)
  const order = new Uint32Array(count)
  const cellOf = (site: number) =>
    Math.floor((int32At(sites, 2 * site + 1) - south) / size) * columns +
    Math.floor((int32At(sites, 2 * site) - west) / size)
  for (const site of rows) start[cellOf(site) + 1] = uint32At(start, cellOf(site) + 1) + 1
  for (let cell = 0; cell < columns * lines; cell++)
    start[cell + 1] = uint32At(start, cell + 1) + uint32At(start, cell)
  const next = start.slice()
  for (const site of rows) {
    const at = uint32At(next, cellOf(site))
    order[at] = site
    next[cellOf(site)] = at + 1
  }
  /** Metres that a unit of longitude has at least, over the sites. */
  const narrowest =
    count === 0
      ? 0
      : Math.min(computeScaleAt(south).x, computeScaleAt(north).x, computeScaleAt((south + north) / 2).x)

  /**
   * Relative error of squared metres by the scale at the latitude of the point, for a difference of latitude `dy` in
   * units: the scale of longitude changes by its tangent, which is below 12 where cities are.
   */
  const errorOf = (dy: number) => Math.min(1, 24 * Math.abs(dy) * RADIANS_PER_UNIT)
  /** Candidates of one search: sites that no other is nearer than for certain. */
  let near: Uint32Array = new Uint32Array(64)
  /** Site of the search before: points come in the order of their neighbourhoods, so it is a good first bound. */
  let previous = rows[0] ?? 0

  const found = { site: new Uint32Array(count), metres: new Float64Array(count) }

  return {
    found,
    findNearest(x, y) {
      if (count === 0) return 0
      const scale = computeScaleAt(y)
      const scaleX = scale.x
      const scaleY = scale.y
      const least = Math.min(scaleX, narrowest, scaleY * 0.99)
      const column = Math.floor((x - west) / size)
      const line = Math.floor((y - south) / size)
      /** Squared metres within which the nearest site lies for certain. */
      const stepX = (int32At(sites, 2 * previous) - x) * scaleX
      const stepY = int32At(sites, 2 * previous + 1) - y
      let bound = (stepX * stepX + stepY * stepY * scaleY * scaleY) * (1 + errorOf(stepY))
      let candidates = 1
      near[0] = previous
      // rings of cells round that of the point; those that lie outside the raster as a whole are left out
      const first = Math.max(0, -column, column - columns + 1, -line, line - lines + 1)
      const last = Math.max(
        Math.abs(column),
        Math.abs(columns - 1 - column),
        Math.abs(line),
        Math.abs(lines - 1 - line),
      )
      for (let ring = first; ring <= last; ring++) {
        // a site of this ring is at least as far as the nearest side of the square within it
        if (ring > 0) {
          const units = Math.min(
            x - (west + (column - ring + 1) * size),
            west + (column + ring) * size - x,
            y - (south + (line - ring + 1) * size),
            south + (line + ring) * size - y,
          )
          if (units > 0 && (units * least) ** 2 > bound) break
        }
        const lastRow = Math.min(lines - 1, line + ring)
        for (let row = Math.max(0, line - ring); row <= lastRow; row++) {
          const gapY = Math.max(0, south + row * size - y, y - (south + (row + 1) * size)) * least
          if (gapY * gapY > bound) continue
          // the first and the last row of a ring are whole, the others have a cell at each end
          const isWhole = row === line - ring || row === line + ring
          const step = isWhole ? 1 : 2 * ring
          for (let from = column - ring; from <= column + ring; from += step) {
            if (from >= columns) break
            if (from < 0) continue
            const gapX = Math.max(0, west + from * size - x, x - (west + (from + 1) * size)) * least
            if (gapX * gapX + gapY * gapY > bound) continue
            const cell = row * columns + from
            const end = uint32At(start, cell + 1)
            for (let i = uint32At(start, cell); i < end; i++) {
              const site = uint32At(order, i)
              const dx = (int32At(sites, 2 * site) - x) * scaleX
              const dy = int32At(sites, 2 * site + 1) - y
              const squared = dx * dx + dy * dy * scaleY * scaleY
              const error = errorOf(dy)
              if (squared * (1 - error) > bound) continue
              bound = Math.min(bound, squared * (1 + error))
              if (candidates === near.length) near = growTo(near, 2 * candidates)
              near[candidates++] = site
            }
          }
        }
      }
      let best = Infinity
      let bestSite = -1
      for (let i = 0; i < candidates; i++) {
        const site = uint32At(near, i)
        const dx = (int32At(sites, 2 * site) - x) * scaleX
        const dy = int32At(sites, 2 * site + 1) - y
        if ((dx * dx + dy * dy * scaleY * scaleY) * (1 - errorOf(dy)) > bound) continue
        const metres = metresBetween(x, y, int32At(sites, 2 * site), int32At(sites, 2 * site + 1))
        if (metres < best || (metres === best && site < bestSite)) {
          best = metres
          bestSite = site
        }
      }
      previous = bestSite
      found.site[0] = bestSite
      found.metres[0] = best
      return 1
    },
    findWithin(x, y, metres) {
      if (count === 0 || !(metres >= 0)) return 0
      let within = 0
      const scale = computeScaleAt(y)
      const reachY = (metres * 1.01) / scale.y
      const reachX = (metres * 1.02) / Math.min(scale.x, narrowest)
      const firstLine = Math.max(0, Math.floor((y - reachY - south) / size))
      const lastLine = Math.min(lines - 1, Math.floor((y + reachY - south) / size))
      const firstColumn = Math.max(0, Math.floor((x - reachX - west) / size))
      const lastColumn = Math.min(columns - 1, Math.floor((x + reachX - west) / size))
      if (firstColumn > lastColumn) return 0
      for (let line = firstLine; line <= lastLine; line++) {
        const end = uint32At(start, line * columns + lastColumn + 1)
        for (let i = uint32At(start, line * columns + firstColumn); i < end; i++) {
          const site = uint32At(order, i)
          const dx = (int32At(sites, 2 * site) - x) * scale.x
          const dy = int32At(sites, 2 * site + 1) - y
          if ((dx * dx + dy * dy * scale.y * scale.y) * (1 - errorOf(dy)) > metres * metres) continue
          const way = metresBetween(x, y, int32At(sites, 2 * site), int32At(sites, 2 * site + 1))
          if (way > metres) continue
          found.site[within] = site
          found.metres[within] = way
          within++
        }
      }
      return within
    },
  }
}

function growTo(rows: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length)
  larger.set(rows)
  return larger
}

/** As `computeDistanceM`, without allocating points. */
function metresBetween(ax: number, ay: number, bx: number, by: number): number {
  const scale = computeScaleAt((ay + by) / 2)
  const dx = (ax - bx) * scale.x
  const dy = (ay - by) * scale.y
  return Math.sqrt(dx * dx + dy * dy)
}

/** Returns the distances of so many points to their nearest sites. */
export function createNearestSites(points: number): { site: Int32Array; metres: Float64Array } {
  return { site: new Int32Array(points).fill(-1), metres: new Float64Array(points).fill(NaN) }
}
