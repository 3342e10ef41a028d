import { createCurvilinearFrame, type CurvilinearFrame } from '../curvilinear-frame.ts'
import { computeGradientNoise } from '../math/gradient-noise.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import type { GeneratorContext } from '../generator-context.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/**
 * The frame of each unit, in the plan's order: wandering in the water towns of the west, ruled and square to the sea on
 * reclaimed land. Units around one big town share its frame, so its streets cross their borders.
 */
export function createStreetFrames(shop: GeneratorContext): CurvilinearFrame[] {
  const { plan, plane, field, random, metres } = shop
  const turnSeed = random.fork('turn').below(1e9)
  const known = new Map<string, CurvilinearFrame>()
  return plan.streets.map(({ seat, code }) => {
    const [east, north] = metres(seat)
    const spot = nearestSpot(shop, east, north)
    const key = spot ? `spot ${spot.at.join(' ')}` : code
    const made = known.get(key)
    if (made) return made
    const coastal = field.coastal(east, north)
    const inland = 0.12 * computeGradientNoise(turnSeed, east / 55_000, north / 55_000)
    const turn = spot?.turn ?? inland + (coastTurn(plan.coast.map(metres), east, north) - inland) * coastal
    const centre = spot ? metres(spot.at) : ([east, north] as const)
    const frame = createCurvilinearFrame(
      known.size + 1,
      plane,
      field,
      centre[0],
      centre[1],
      turn,
      1.05 - 0.93 * coastal,
      random.fork(`frame ${key}`).below(1e9),
    )
    known.set(key, frame)
    return frame
  })
}

/** The town whose streets reach this seat; spots of one town count as its first. */
function nearestSpot(
  { plan, metres }: GeneratorContext,
  east: number,
  north: number,
): GeneratorContext['plan']['spots'][number] | undefined {
  const reaching = plan.spots.find(
    ({ at, radiusKm }) => computeVectorLength(metres(at)[0] - east, metres(at)[1] - north) < radiusKm * 1700,
  )
  if (!reaching) return undefined
  return plan.spots.find(
    ({ at, turn }) =>
      turn === reaching.turn &&
      computeVectorLength(metres(at)[0] - metres(reaching.at)[0], metres(at)[1] - metres(reaching.at)[1]) <
        12_000,
  )
}

/** Tangent of half the angle that turns an axis along the nearest stretch of coast, between -45° and 45°. */
function coastTurn(coast: readonly PlanePoint[], east: number, north: number): number {
  let nearest = Infinity,
    cos = 1,
    sin = 0
  for (let i = 1; i < coast.length; i++) {
    const [ae, an] = coast[i - 1]!,
      [be, bn] = coast[i]!
    const distance = computeVectorLength((ae + be) / 2 - east, (an + bn) / 2 - north)
    if (distance > nearest) continue
    nearest = distance
    const length = computeVectorLength(be - ae, bn - an)
    cos = (be - ae) / length
    sin = (bn - an) / length
  }
  for (let quarter = 0; quarter < 4 && !(cos >= 0.7071 - 1e-9); quarter++) [cos, sin] = [sin, -cos]
  return sin / (1 + cos)
}
