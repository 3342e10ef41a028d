import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import type { DistrictPlan, LonLat, DensityPeakPlan, StreetPlan } from '../city-plan.ts'
import { createLocalPlane } from '../math/create-local-plane.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import type { NameGenerator } from './create-name-generator.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Grids of a street-level unit, on the average. */
const GRIDS_PER_STREET = 71

/** Seats for every district's streets, towns and park units, far apart from each other, streets close to the district's seat. */
export function planStreets(
  districts: readonly DistrictPlan[],
  grids: number,
  names: NameGenerator,
  random: RandomStream,
): { streets: StreetPlan[]; spots: DensityPeakPlan[] } {
  const streets: StreetPlan[] = []
  const spots: DensityPeakPlan[] = []
  const shares = areaShares(districts)
  for (const [i, district] of districts.entries()) {
    const count = Math.max(2, Math.round((grids * shares[i]!) / GRIDS_PER_STREET))
    const own = random.fork(district.code)
    const town = spotFor(district, i === 0, grids / 11_000, own)
    spots.push(town)
    streets.push(...foundDistrict(district, count, town.radiusKm, names, own))
  }
  return { streets, spots }
}

function spotFor(
  { seat, urban }: DistrictPlan,
  core: boolean,
  size: number,
  random: RandomStream,
): DensityPeakPlan {
  const radius = 0.42 * Math.sqrt(Math.max(urban, 3)) * random.between(0.9, 1.1)
  return {
    at: seat,
    radiusKm: radius,
    peak: (core ? 14_000 : 10_000) * Math.min(1, 0.6 + size),
    turn: random.between(-0.12, 0.12),
  }
}

function foundDistrict(
  district: DistrictPlan,
  count: number,
  radiusKm: number,
  names: NameGenerator,
  random: RandomStream,
): StreetPlan[] {
  const [lon, lat] = district.seat
  const plane = createLocalPlane(toLatticeUnits(lon), toLatticeUnits(lat))
  const ring = district.ring.map(([x, y]): PlanePoint => [
    plane.east(toLatticeUnits(x)),
    plane.north(toLatticeUnits(y)),
  ])
  const inner = Math.min(count - 1, Math.max(1, Math.round(count * 0.2)))
  const places = scatter(ring, inner, radiusKm * 650, radiusKm * 1500, [], random)
  const outer = scatter(ring, count - inner, radiusKm * 1700, Infinity, places, random)
  const reach = (0.5 * Math.sqrt(polygonArea(ring) / count)) / 1000
  const parks = Math.round((count - inner) * 0.22)
  const serial = { street: 1, town: 100, park_unit: 400 }
  return [...places, ...outer].map(([east, north], k): StreetPlan => {
    const kind = k < inner ? 'street' : k >= count - parks ? 'park_unit' : 'town'
    const [name, nameEn] = names()
    const suffix = {
      street: ['街道', 'Street'],
      town: ['镇', 'Town'],
      park_unit: ['经济开发区', 'Economic Development Zone'],
    }[kind]
    const at: LonLat = [
      Math.round(plane.latticeX(east) / 100) / 1e5,
      Math.round(plane.latticeY(north) / 100) / 1e5,
    ]
    return {
      code: `${district.code}${String(serial[kind]++).padStart(3, '0')}`,
      name: name + suffix[0]!,
      nameEn: `${nameEn} ${suffix[1]!}`,
      kind,
      district: district.code,
      seat: at,
      reach: k < inner ? Math.min(reach, radiusKm * 0.8) : reach,
    }
  })
}

/** Places inside the ring, between two distances from the seat, each the best of many: far from the others and from the border. */
function scatter(
  ring: readonly PlanePoint[],
  count: number,
  nearest: number,
  farthest: number,
  others: readonly PlanePoint[],
  random: RandomStream,
): PlanePoint[] {
  const flat = ring.flat()
  const east = ring.map(([e]) => e),
    north = ring.map(([, n]) => n)
  const box = [Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north)] as const
  const placed: PlanePoint[] = []
  const room = (place: PlanePoint) => {
    const toBorder = Math.min(
      ...ring.map((corner, i) => distanceToEdge(place, corner, ring[(i + 1) % ring.length]!)),
    )
    return Math.min(
      1.4 * toBorder,
      ...[...placed, ...others].map((other) => computeVectorLength(other[0] - place[0], other[1] - place[1])),
    )
  }
  while (placed.length < count) {
    let best: PlanePoint | undefined,
      bestRoom = -1
    for (let attempt = 0; attempt < 160 || !best; attempt++) {
      const reach = Math.min(farthest, Math.max(box[2], -box[0], box[3], -box[1]))
      const place: PlanePoint =
        farthest < Infinity
          ? [random.between(-reach, reach), random.between(-reach, reach)]
          : [random.between(box[0], box[2]), random.between(box[1], box[3])]
      const far = computeVectorLength(place[0], place[1])
      // in a small district the rings of distance may hold nothing: let go of them in time
      const strict = attempt < 400
      if (!isPointInFlatRing(flat, place[0], place[1]) || (strict && (far < nearest || far > farthest)))
        continue
      const found = room(place)
      if (found > bestRoom) {
        best = place
        bestRoom = found
      }
    }
    placed.push(best)
  }
  return placed
}

function distanceToEdge([x, y]: PlanePoint, [ax, ay]: PlanePoint, [bx, by]: PlanePoint): number {
  const dx = bx - ax,
    dy = by - ay
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
  return computeVectorLength(ax + t * dx - x, ay + t * dy - y)
}

function areaShares(districts: readonly DistrictPlan[]): number[] {
  const areas = districts.map(({ ring }) => polygonArea(ring))
  const sum = areas.reduce((a, b) => a + b, 0)
  return areas.map((area) => area / sum)
}

function polygonArea(ring: readonly (readonly [number, number])[]): number {
  return (
    Math.abs(
      ring.reduce((sum, [ax, ay], i) => {
        const [bx, by] = ring[(i + 1) % ring.length]!
        return sum + ax * by - bx * ay
      }, 0),
    ) / 2
  )
}
