import { pickRandomDay } from '../math/pick-random-day.ts'
import { computeVectorLength } from '../math/vector-length.ts'
import { hasRoom, pickPlace, type BuildingSite } from './building-site.ts'
import { alignToSide, isInsideOutline, type OutlineSide } from './grid-outline.ts'
import type { Rectangle } from './rectangle.ts'

/** Households of a group of houses on average, and the fewest and most that one is planned for. */
const GROUP_HOUSEHOLDS = 25,
  FEWEST = 10,
  MOST = 32
/** Metres between houses and the border: a canal or a road with its trees. */
const BORDER_MARGIN = 7

/** A line along which houses are built, one group after the other. */
interface Lane {
  /** Places a strip of this size at the head of the lane; undefined beyond the lane's end. */
  next(length: number, depth: number, gap: number): Rectangle | undefined
  misses: number
}

/**
 * Builds groups of houses for about so many households: in strips along roads and canals on the border, and along lanes
 * through the fields near where the community lives; in town, along lanes only. Every third is known by its middle only.
 */
export function placeHouseGroups(
  site: BuildingSite,
  households: number,
  kind: 'town' | 'village',
  nameGroup: () => string,
): void {
  const { random } = site
  const count = Math.max(
    1,
    Math.ceil(households / MOST),
    Math.min(
      Math.round((households / GROUP_HOUSEHOLDS) * random.between(0.85, 1.2)),
      Math.floor(households / FEWEST),
    ),
  )
  const weights = Array.from({ length: count }, () => random.between(0.62, 1.38))
  const sum = weights.reduce((a, b) => a + b, 0)
  const lanes = kind === 'village' ? listLanes(site, count) : []
  let row = 0
  for (const weight of weights) {
    const expected = (households * weight) / sum
    const size = sizeStrip(site, expected, kind)
    for (let attempt = 0; attempt < 16; attempt++) {
      if (lanes.length === 0) {
        const lane = createFieldLane(site, undefined, kind)
        if (!lane) break
        lanes.push(lane)
      }
      // lanes fill up one after the other, so that houses lie together
      const at = random.chance(0.6) ? row % lanes.length : random.below(lanes.length)
      const lane = lanes[at]!
      const rectangle = lane.next(size.length, size.depth, random.between(8, 45))
      if (rectangle && hasRoom(site, rectangle, BORDER_MARGIN, 8)) {
        pushGroup(site, rectangle, expected, nameGroup())
        if (random.chance(0.4)) row++
        break
      }
      if (!rectangle || ++lane.misses > 4) lanes.splice(at, 1)
    }
  }
}

function pushGroup(site: BuildingSite, rectangle: Rectangle, weight: number, name: string): void {
  const { random } = site
  const year = 1980 + random.below(36)
  site.buildings.push({
    rectangle,
    point: random.chance(1 / 3),
    use: 'residential',
    name,
    compound: null,
    floors: random.chance(0.15) ? null : random.chance(0.35) ? 1 : random.chance(0.85) ? 2 : 3,
    flatsPerFloor: 0,
    weight,
    completedOn: random.chance(0.7) ? null : pickRandomDay(random, year, year + 1),
    plot: null,
  })
}

/** One or two rows of houses, each with its yard; in town, two close rows. */
function sizeStrip(
  { random }: BuildingSite,
  households: number,
  kind: 'town' | 'village',
): { length: number; depth: number } {
  if (kind === 'town')
    return {
      length: Math.max(24, Math.ceil(households / 2) * random.between(8, 9.5)),
      depth: random.between(21, 25),
    }
  const double = households > 13 && random.chance(0.55)
  const plots = double ? Math.ceil(households / 2) : households
  return {
    length: Math.max(30, plots * random.between(11.5, 14)),
    depth: double ? random.between(32, 38) : random.between(13, 17),
  }
}

function listLanes(site: BuildingSite, count: number): Lane[] {
  const { random, outline } = site
  const lanes: Lane[] = []
  const sides = outline.sides.filter(
    ({ use, length }) =>
      length > 120 && (use.kind === 'road' ? use.road !== 'motorway' : use.kind === 'water'),
  )
  for (let i = 0; i < 1 + Math.ceil(count / 8) && sides.length > 0; i++) {
    const side = sides.splice(pickNearSide(site, sides), 1)[0]!
    lanes.push(createSideLane(site, side))
  }
  const between = random.between(0.15, 0.6)
  const middle = { east: (outline.west + outline.east) / 2, north: (outline.south + outline.north) / 2 }
  const start: [number, number] = [
    middle.east + (site.centre[0] - middle.east) * between,
    middle.north + (site.centre[1] - middle.north) * between,
  ]
  for (let i = 0; i < 1 + Math.floor(count / 6); i++) {
    const inside = i === 0 && isInsideOutline(outline, start[0], start[1])
    const lane = createFieldLane(site, inside ? start : undefined, 'village')
    if (lane) lanes.push(lane)
  }
  return random.shuffle(lanes)
}

/** Sides that are long and near to where the community lives come first, roads before canals. */
function pickNearSide(
  { outline: { edges }, centre, random }: BuildingSite,
  sides: readonly OutlineSide[],
): number {
  const weights = sides.map(({ from, to, length, use }) => {
    const middle = 4 * ((from + to) >> 1)
    const far = computeVectorLength(edges[middle]! - centre[0], edges[middle + 1]! - centre[1])
    return (length * (use.kind === 'road' ? 2 : 1)) / (far + 400)
  })
  let dice = random.unit() * weights.reduce((a, b) => a + b, 0)
  for (const [i, weight] of weights.entries()) if ((dice -= weight) < 0) return i
  return 0
}

function createSideLane({ outline, random }: BuildingSite, side: OutlineSide): Lane {
  const setback = side.use.kind === 'water' ? random.between(16, 24) : random.between(11, 16)
  let at = random.between(10, 0.6 * side.length)
  return {
    misses: 0,
    next(length, depth, gap) {
      if (at + length > side.length - 5) return undefined
      const rectangle = alignToSide(outline, side, at, { length, depth, setback })
      at += length + gap
      return rectangle
    },
  }
}

/** Houses on both sides of a lane that runs both ways from a place. */
function createFieldLane(
  site: BuildingSite,
  start: readonly [number, number] | undefined,
  kind: 'town' | 'village',
): Lane | undefined {
  const { random, direction } = site
  const place = start ?? pickPlace(site)
  if (!place) return undefined
  const lengthwise = kind === 'town' || random.chance(0.75)
  const alongEast = lengthwise ? direction.east : -direction.north,
    alongNorth = lengthwise ? direction.north : direction.east
  // by quarter: how far houses reach already
  const reach = [0, 0, 0, 0]
  const halfRoad = random.between(4, 7)
  let turn = random.below(4)
  const bothSides = random.chance(0.6)
  return {
    misses: 0,
    next(length, depth, gap) {
      turn = bothSides ? (turn + 1) & 3 : turn ^ 1
      const forward = turn & 1 ? 1 : -1,
        left = turn & 2 ? 1 : -1
      const along = forward * (reach[turn]! + 4 + length / 2),
        across = left * (halfRoad + depth / 2)
      reach[turn]! += length + gap
      return {
        east: place[0] + alongEast * along - alongNorth * across,
        north: place[1] + alongNorth * along + alongEast * across,
        alongEast,
        alongNorth,
        length,
        depth,
      }
    },
  }
}
