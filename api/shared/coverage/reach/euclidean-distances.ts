import { float64At, int32At, uint32At } from '../../geometry/at.ts'
import {
  type Checkpoint,
  createWayCollector,
  type DistanceMatrix,
  POINTS_PER_CHECK,
} from './distance-matrix.ts'
import { createNearestSites, createSiteIndex } from './site-index.ts'

/**
 * Distances on the local plane of the ellipsoid times a detour factor. Points and sites: interleaved lattice x, y.
 */
export function createEuclideanDistances(
  points: Int32Array,
  sites: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): DistanceMatrix {
  const count = points.length / 2
  const rows = Uint32Array.from({ length: sites.length / 2 }, (_, site) => site)
  return {
    nearest(among = () => true, of = () => true) {
      const found = createNearestSites(count)
      const index = createSiteIndex(
        sites,
        rows.filter((site) => among(site)),
      )
      for (let point = 0; point < count; point++) {
        if (point % POINTS_PER_CHECK === 0) checkpoint()
        if (!of(point)) continue
        if (index.findNearest(int32At(points, 2 * point), int32At(points, 2 * point + 1)) === 0) continue
        found.site[point] = uint32At(index.found.site, 0)
        found.metres[point] = float64At(index.found.metres, 0) * detour
      }
      return found
    },
    within(limits, keep = () => true) {
      const collector = createWayCollector(rows.length, count)
      const index = createSiteIndex(sites, rows)
      for (let point = 0; point < count; point++) {
        if (point % POINTS_PER_CHECK === 0) checkpoint()
        const metres = float64At(limits, point) / detour
        const count = index.findWithin(int32At(points, 2 * point), int32At(points, 2 * point + 1), metres)
        for (let i = 0; i < count; i++) {
          const site = uint32At(index.found.site, i)
          if (keep(point, site)) collector.add(site, point, float64At(index.found.metres, i) * detour)
        }
      }
      return collector.finish()
    },
  }
}
