import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { DegreeBox } from '#shared/contract/city.ts'
import type { CoverageOptions } from '#shared/contract/coverage.ts'
import { cityOnDay } from '#shared/coverage/city-on-day.ts'
import { contourBands } from '#shared/coverage/contours/contour-bands.ts'
import { CONTOUR_MINUTES } from '#shared/coverage/contours/contour-minutes.ts'
import { insideDistance } from '#shared/coverage/contours/inside-distance.ts'
import { sampleGrid, samplePoints } from '#shared/coverage/contours/sample-grid.ts'
import { snap } from '#shared/geometry/lattice.ts'
import { scaleAt } from '#shared/geometry/measure.ts'
import type { Compute } from '../../compute/open-compute.ts'

/** The distance surface of a part of the city: measured at samples, then traced. */
export async function contoursOf(
  compute: Compute,
  snapshot: CitySnapshot,
  options: CoverageOptions,
  [west, south, east, north]: DegreeBox,
) {
  const city = cityOnDay(snapshot, options.on)
  const grid = sampleGrid([snap(west), snap(south), snap(east), snap(north)])
  const metres = await compute.surface(city, options, samplePoints(grid))
  const inside = insideDistance(grid, city.units.street.mesh.polygons)
  const bands = contourBands(
    grid,
    metres,
    inside,
    CONTOUR_MINUTES.map((minutes) => minutes * options.speed),
    grid.stepY * scaleAt(grid.north).y,
  )
  return bands.map(({ from, to, polygons }) => ({
    fromMinutes: from === null ? null : from / options.speed,
    toMinutes: to === null ? null : to / options.speed,
    polygons,
  }))
}
