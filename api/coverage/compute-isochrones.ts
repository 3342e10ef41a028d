import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
import { ISOCHRONE_MINUTES } from '#shared/coverage/isochrones/isochrone-minutes.ts'
import { createSampleRaster } from '#shared/coverage/isochrones/sample-raster.ts'
import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { computeScaleAt } from '#shared/geometry/measure.ts'
import type { ComputeClient } from './compute/compute-client.ts'

/** Computes the distance bands of a part of the city: distances are sampled on a raster, then traced. */
export async function computeIsochrones(
  compute: ComputeClient,
  city: CitySnapshot,
  options: CoverageOptions,
  [west, south, east, north]: DegreeBox,
  signal?: AbortSignal,
) {
  const raster = createSampleRaster([
    toLatticeUnits(west),
    toLatticeUnits(south),
    toLatticeUnits(east),
    toLatticeUnits(north),
  ])
  const task = {
    raster,
    areas: city.units.street.mesh.polygons,
    limits: ISOCHRONE_MINUTES.map((minutes) => minutes * options.speed),
    sampleMetres: raster.stepY * computeScaleAt(raster.north).y,
  }
  const bands = await compute.isochrones(city, options, task, signal)
  return bands.map(({ from, to, polygons }) => ({
    fromMinutes: from === null ? null : from / options.speed,
    toMinutes: to === null ? null : to / options.speed,
    polygons,
  }))
}
