import { MAX_DRAWN_POINTS } from '#shared/drafts/check-drawn-line.ts'
import { type Point, snapToLattice, toDegrees } from '#shared/geometry/lattice.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'

/** How the numbers of a sheet are meant. */
export const surveySystems = ['degrees', 'gauss', 'mercator'] as const
export type SurveySystem = (typeof surveySystems)[number]

export const surveyFaults = [
  'empty',
  'row_without_numbers',
  'too_many_points',
  'far_away',
  'row_far_away',
] as const
export type SurveyFault = (typeof surveyFaults)[number]

export type SurveyedPoints =
  | { ok: true; points: Point[]; system: SurveySystem }
  /** `row`: counted from 1; null: not of one row. */
  | { ok: false; fault: SurveyFault; row: number | null }

/** Points further away from the street than this, in metres, are of somewhere else or meant otherwise. */
const FURTHEST_M = 60_000
/** Degrees from the middle of a Gauss–Krüger zone to the next. */
const ZONE_WIDTH = 3

interface Candidate {
  system: SurveySystem
  /** null: cannot be meant. */
  locate: (a: number, b: number) => readonly [number, number] | null
}

/**
 * Reads points as they are pasted from a sheet or a surveyor's list: a row each, in whatever columns, with or without a
 * heading and numbers of the points; degrees, or metres of CGCS2000 / 3-degree Gauss–Krüger with or without the zone's
 * number, or of Web Mercator, either axis first. What is meant is what lies at the street: `near` is a point of it.
 */
export async function readSurveyedPoints(text: string, near: Point): Promise<SurveyedPoints> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const rows = lines.flatMap((line, i) => (line === '' ? [] : [{ number: i + 1, values: readNumbers(line) }]))
  // a heading has no two numbers
  if (rows.length > 1 && (rows[0]?.values.length ?? 0) < 2) rows.shift()
  if (rows.length === 0) return { ok: false, fault: 'empty', row: null }
  if (rows.length > MAX_DRAWN_POINTS)
    return { ok: false, fault: 'too_many_points', row: MAX_DRAWN_POINTS + 1 }
  const short = rows.find(({ values }) => values.length < 2)
  if (short) return { ok: false, fault: 'row_without_numbers', row: short.number }

  const columns = Math.min(...rows.map(({ values }) => values.length))
  let best: { points: Point[]; system: SurveySystem; distance: number } | null = null
  let furthestRow: number | null = null
  for (const { system, locate } of await listCandidates(near))
    for (let column = 0; column + 1 < columns; column++) {
      const places = rows.map(({ values }) => locate(values[column] ?? NaN, values[column + 1] ?? NaN))
      const points = places.map((place) => (place === null ? null : snapToLattice(place[0], place[1])))
      const distances = points.map((point) => (point === null ? Infinity : computeDistanceM(point, near)))
      const distance = Math.max(...distances)
      if (distance <= FURTHEST_M && (best === null || distance < best.distance))
        best = { points: points.filter((point) => point !== null), system, distance }
      else if (distances.filter((each) => each <= FURTHEST_M).length > rows.length / 2)
        furthestRow = rows[distances.findIndex((each) => each > FURTHEST_M)]?.number ?? null
    }
  return best === null
    ? { ok: false, fault: furthestRow === null ? 'far_away' : 'row_far_away', row: furthestRow }
    : { ok: true, points: best.points, system: best.system }
}

/** Numbers of a row; degrees, minutes and seconds are one. */
function readNumbers(line: string): number[] {
  const tokens =
    line.match(
      /\d+(?:\.\d+)?\s*[°度]\s*\d+(?:\.\d+)?\s*[′'分](?:\s*\d+(?:\.\d+)?\s*[″"秒])?|-?\d+(?:\.\d+)?/g,
    ) ?? []
  return tokens.map((token) => {
    if (!/[°度]/.test(token)) return Number(token)
    const [degrees = 0, minutes = 0, seconds = 0] = (token.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)
    return degrees + minutes / 60 + seconds / 3600
  })
}

async function listCandidates(near: Point): Promise<Candidate[]> {
  const { default: proj4 } = await import('proj4')
  const meridian = Math.round(toDegrees(near[0]) / ZONE_WIDTH) * ZONE_WIDTH
  // the neighbouring zone is used as well where a city lies on the edge of two
  const zones = [meridian, meridian - ZONE_WIDTH, meridian + ZONE_WIDTH]
  const inBothOrders = (system: SurveySystem, locate: Candidate['locate']): Candidate[] => [
    { system, locate },
    { system, locate: (a, b) => locate(b, a) },
  ]
  const projected = (system: SurveySystem, definition: string): Candidate[] => {
    const { inverse } = proj4(definition)
    return inBothOrders(system, (x, y) => {
      if (Math.abs(x) < 1000 || Math.abs(y) < 1000) return null
      const [longitude = NaN, latitude = NaN] = inverse([x, y])
      return isPlace(longitude, latitude) ? [longitude, latitude] : null
    })
  }
  return [
    ...inBothOrders('degrees', (longitude, latitude) =>
      isPlace(longitude, latitude) ? [longitude, latitude] : null,
    ),
    ...zones.flatMap((middle) =>
      ['', String(middle / ZONE_WIDTH)].flatMap((prefix) =>
        projected(
          'gauss',
          `+proj=tmerc +lat_0=0 +lon_0=${middle} +k=1 +x_0=${prefix}500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`,
        ),
      ),
    ),
    ...projected('mercator', '+proj=merc +a=6378137 +b=6378137 +units=m +no_defs'),
  ]
}

const isPlace = (longitude: number, latitude: number): boolean =>
  Math.abs(longitude) <= 180 && Math.abs(latitude) < 85
