import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import { projectFaceLoop } from '../partition/face-loop.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { separateTownCentres } from '../separation/separate-town-centres.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** Cuts every district into its streets, towns and park units; returns the face of each, in the plan's order. */
export function partitionIntoStreets(shop: GeneratorContext, frames: readonly CurvilinearFrame[]): number[] {
  const { plan, random, metres } = shop
  const faces: number[] = plan.streets.map(() => -1)
  const avoid = plan.lakes.map(({ at, radiusKm }) => ({
    east: metres(at)[0],
    north: metres(at)[1],
    radius: radiusKm * 1000 + 400,
  }))
  for (const [district, { code, seat }] of plan.districts.entries()) {
    const seats = plan.streets.flatMap((street, index) => {
      if (street.district !== code) return []
      const [east, north] = pulledInside(shop, district, metres(street.seat), metres(seat))
      return [{ index, east, north, reach: street.reach * 1000, frame: frames[index]! }]
    })
    const separated = separateTownCentres(
      { ...shop, avoid, seed: random.fork(`streets ${code}`).below(1e9) },
      district,
      seats,
    )
    for (const [index, face] of separated) faces[index] = face
  }
  return faces
}

/** A wandering border may leave a seat just outside: move it towards the district's own until it is well inside. */
function pulledInside(
  shop: GeneratorContext,
  district: number,
  at: PlanePoint,
  towards: PlanePoint,
): PlanePoint {
  for (let step = 0; step <= 40; step++) {
    const t = step / 40
    const place: PlanePoint = [at[0] + (towards[0] - at[0]) * t, at[1] + (towards[1] - at[1]) * t]
    if (isPointInFace(shop, district, place)) {
      const further = Math.min(1, t === 0 ? 0 : t + 0.05)
      return [at[0] + (towards[0] - at[0]) * further, at[1] + (towards[1] - at[1]) * further]
    }
  }
  throw new Error(`district ${shop.plan.districts[district]!.name} does not hold its own seat`)
}

export function isPointInFace(shop: GeneratorContext, face: number, [east, north]: PlanePoint): boolean {
  const loop = projectFaceLoop(shop.mesh, face, shop.ground)
  const ring: number[] = []
  for (let i = 0; i < loop.size; i++) ring.push(loop.u[i]!, loop.v[i]!)
  return isPointInFlatRing(ring, east, north)
}
