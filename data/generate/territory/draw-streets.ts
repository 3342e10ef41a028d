import type { Frame } from '../create-frame.ts'
import { contains } from '../cut/contains.ts'
import { layOutLoop } from '../cut/face-loop.ts'
import type { Metres } from '../refine-border.ts'
import { separateSeats } from '../separate/separate-seats.ts'
import type { Workshop } from './workshop.ts'

/** Cuts every district into its streets, towns and park units; returns the face of each, in the plan's order. */
export function drawStreets(shop: Workshop, frames: readonly Frame[]): number[] {
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
    const separated = separateSeats(
      { ...shop, avoid, seed: random.fork(`streets ${code}`).below(1e9) },
      district,
      seats,
    )
    for (const [index, face] of separated) faces[index] = face
  }
  return faces
}

/** A wandering border may leave a seat just outside: move it towards the district's own until it is well inside. */
function pulledInside(shop: Workshop, district: number, at: Metres, towards: Metres): Metres {
  for (let step = 0; step <= 40; step++) {
    const t = step / 40
    const place: Metres = [at[0] + (towards[0] - at[0]) * t, at[1] + (towards[1] - at[1]) * t]
    if (isInside(shop, district, place)) {
      const further = Math.min(1, t === 0 ? 0 : t + 0.05)
      return [at[0] + (towards[0] - at[0]) * further, at[1] + (towards[1] - at[1]) * further]
    }
  }
  throw new Error(`district ${shop.plan.districts[district]!.name} does not hold its own seat`)
}

export function isInside(shop: Workshop, face: number, [east, north]: Metres): boolean {
  const loop = layOutLoop(shop.mesh, face, shop.ground)
  const ring: number[] = []
  for (let i = 0; i < loop.size; i++) ring.push(loop.u[i]!, loop.v[i]!)
  return contains(ring, east, north)
}
