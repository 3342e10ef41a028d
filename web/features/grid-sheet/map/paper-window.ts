/** A piece of ground on paper: metres from the middle of the grid become millimetres. */
export interface PaperWindow {
  width: number
  height: number
  /** One millimetre on paper is so many on the ground. */
  scale: number
  /** Middle in metres, x east, y north. */
  x: number
  y: number
}

export interface PaperPoint {
  x: number
  y: number
}

const METRES_PER_DEGREE = 111_195
/** Scales that people know from maps, the largest first. */
export const CLOSEST = 250
const SCALES = [CLOSEST, 400, 500, 750, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500]

/** Returns a function from degrees to metres around a place, flat: a grid is a few kilometres wide at most. */
export function createMetres(lon0: number, lat0: number): (lon: number, lat: number) => PaperPoint {
  const shrink = Math.cos((lat0 * Math.PI) / 180)
  return (lon, lat) => ({
    x: (lon - lon0) * shrink * METRES_PER_DEGREE,
    y: (lat - lat0) * METRES_PER_DEGREE,
  })
}

/** Returns the largest known scale at which so many metres fit into so many millimetres. */
export function chooseScale(metres: number, millimetres: number): number {
  const least = (metres * 1000) / millimetres
  for (let power = 1; ; power *= 10) {
    const found = SCALES.find((scale) => scale * power >= least)
    if (found !== undefined) return found * power
  }
}

/** Returns the next larger scale that shows things at least `times` as large; never larger than 1 : 250. */
export function enlargeScale(scale: number, times: number): number {
  return Math.max(CLOSEST, SCALES.findLast((each) => each * times <= scale) ?? scale / times)
}

/** Millimetres from the left upper corner of the window. */
export function toPaper({ width, height, scale, x, y }: PaperWindow, at: PaperPoint): PaperPoint {
  return { x: width / 2 + ((at.x - x) * 1000) / scale, y: height / 2 - ((at.y - y) * 1000) / scale }
}
