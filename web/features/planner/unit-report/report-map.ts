import type { UnitReport } from '#shared/contract/coverage/unit-report.ts'
import { fitScaleBar } from '../../../lib/scale-bar.ts'

/** Width of the drawing in its own units; the height follows from the ground, within limits that fit a page. */
const WIDTH = 1000
const [LEAST, MOST] = [460, 720]
const METRES_PER_DEGREE = 111_195

export interface ReportMap {
  width: number
  height: number
  at(lon: number, lat: number): { x: number; y: number }
  /** Path of a line: lon, lat, lon, lat … */
  line(degrees: readonly number[]): string
  rings(rings: readonly (readonly number[])[]): string
  /** Length and metres of the bar that tells the scale. */
  bar: { length: number; metres: number }
}

/** A flat map of a few kilometres: degrees of longitude are as much shorter as they are in its middle. */
export function createReportMap([west, south, east, north]: UnitReport['box']): ReportMap {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const ratio = (north - south) / ((east - west) * shrink)
  const height = Math.round(Math.min(MOST, Math.max(LEAST, WIDTH * ratio)))
  const unit = Math.min(WIDTH / ((east - west) * shrink), height / (north - south))
  const at = (lon: number, lat: number) => ({
    x: WIDTH / 2 + (lon - (west + east) / 2) * shrink * unit,
    y: height / 2 - (lat - (south + north) / 2) * unit,
  })
  const line = (degrees: readonly number[]) => {
    let path = ''
    for (let i = 0; i + 1 < degrees.length; i += 2) {
      const { x, y } = at(degrees[i] ?? 0, degrees[i + 1] ?? 0)
      path += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    }
    return path
  }
  const step = fitScaleBar(METRES_PER_DEGREE / unit, 170)
  return {
    width: WIDTH,
    height,
    at,
    line,
    rings: (rings) => rings.map((ring) => `${line(ring)}Z`).join(''),
    bar: { length: step.pixels, metres: step.metres },
  }
}

/** Whether a place lies inside rings: a way out of it crosses them an odd number of times. */
export function isInsideRings(rings: readonly (readonly number[])[], lon: number, lat: number): boolean {
  let inside = false
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[i] ?? 0, ring[i + 1] ?? 0, ring[j] ?? 0, ring[j + 1] ?? 0]
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside
    }
  }
  return inside
}
