import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itemAt } from '#shared/geometry/at.ts'
import { type Point, toDegrees } from '#shared/geometry/lattice.ts'
import { computeDistanceM, computePolygonAreaM2 } from '#shared/geometry/measure.ts'
import { openTestDatabase } from '../../helpers/database/open-test-database.ts'

/** PostGIS measures geodesics with GeographicLib: it is the judge of areas and lengths at any latitude. */

const LATITUDES = [0, 9.5, 23.1, -33.9, 47.1, -54.8, 60.2, 69.6, 78.2]
const LONGITUDES = [-179, -70.7, 0, 9.5, 120.1, 174.8]
/** Metres from the middle of a shape to its vertices: of a block, a community, a street, a district. */
const SIZES = [60, 400, 3000, 20_000]

let opened: Awaited<ReturnType<typeof openTestDatabase>>

beforeAll(async () => {
  opened = await openTestDatabase()
})
afterAll(() => opened.drop())

/** A star of uneven arms around a place. */
function starAt(longitude: number, latitude: number, size: number): Point[] {
  return Array.from({ length: 9 }, (_, i) => {
    const arm = size * (0.55 + 0.45 * Math.sin(i * 2.4))
    const angle = (i / 9) * 2 * Math.PI
    const east = (arm * Math.cos(angle)) / (111_320 * Math.cos((latitude * Math.PI) / 180))
    const north = (arm * Math.sin(angle)) / 110_900
    return [Math.round((longitude + east) * 1e7), Math.round((latitude + north) * 1e7)]
  })
}

/**
 * The ring with points between its vertices. Borders are straight in degrees, geodesics bulge towards the pole: by 18 m on
 * 14 km at 78° of latitude, and by nothing on the edges of real borders.
 */
function refine(points: readonly Point[], parts: number): Point[] {
  return points.flatMap(([x, y], i) => {
    const [nextX, nextY] = itemAt(points, (i + 1) % points.length)
    return Array.from({ length: parts }, (_, part): Point => [
      x + ((nextX - x) * part) / parts,
      y + ((nextY - y) * part) / parts,
    ])
  })
}

const close = (points: readonly Point[]) => [...points, itemAt(points, 0)]
const write = (points: readonly Point[]) =>
  points.map(([x, y]) => `${toDegrees(x)} ${toDegrees(y)}`).join(',')

describe('areas and lengths', () => {
  it.each(SIZES)(
    'of shapes with arms of %d m are within 0.01 % of the geodesic ones, anywhere',
    async (size) => {
      const shapes = LATITUDES.flatMap((latitude) =>
        LONGITUDES.map((longitude) => starAt(longitude, latitude, size)),
      )
      const answer = await opened.database.transaction((tx) =>
        tx.query<{ area: number; length: number }>(
          `select ST_Area(('POLYGON((' || area || '))')::geography)::float8 as area,
           ST_Length(('LINESTRING(' || line || ')')::geography)::float8 as length
         from unnest($1::text[], $2::text[]) with ordinality as s (area, line, i) order by i`,
          [
            shapes.map((points) => write(close(refine(points, 40)))),
            shapes.map((points) => write(close(points))),
          ],
        ),
      )
      const errors = shapes.flatMap((points, i) => {
        const { area, length } = itemAt(answer.rows, i)
        const own = points.reduce(
          (sum, point, at) => sum + computeDistanceM(point, itemAt(points, (at + 1) % points.length)),
          0,
        )
        return [Math.abs(computePolygonAreaM2([points]) / area - 1), Math.abs(own / length - 1)]
      })
      expect(errors).toHaveLength(2 * LATITUDES.length * LONGITUDES.length)
      expect(Math.max(...errors)).toBeLessThan(1e-4)
    },
  )
})
