import { itemAt, numberAt } from '../../geometry/at.ts'
import type { MultiPolygon } from '../../geometry/lattice.ts'
import type { DivisionInput } from '../division-input.ts'
import { joinWholeCompounds } from './join-whole-compounds.ts'
import { type Projection, projectAlong } from './project-along.ts'

/** Gaps that are looked at for each cut, the nearest to the balance; more where there are many cuts. */
const NEAREST_GAPS = 60
/** What a cut costs for each building on its line, and for the deviation of a strip; see `objective.ts`. */
const CROSSING = 0.001
const OUT_OF_BAND = 15
const EXCESS = 50
/** Places within a gap at which a line is tried. */
const TRIES = 7
/** A line nearer to a building than this counts as one over it. */
const CLEARANCE_M = 2

/** A place between two buildings, along the bearing. */
interface Gap {
  along: number
  /** Households before it. */
  before: number
  /** Buildings on the line. */
  crossings: number
}

/**
 * Returns where straight lines across a bearing divide the land into strips: with households within the band and, beyond that,
 * over few buildings; without households by area. Distances along the bearing in metres, ascending.
 */
export function findStraightCuts(land: MultiPolygon, input: DivisionInput, bearing: number): number[] {
  const projection = projectAlong(land, bearing)
  const total = input.buildings.reduce((sum, { households }) => sum + households, 0)
  if (total === 0) return cutByArea(projection, input.count)
  const gaps = listGaps(projection, input)
  return gaps.length < input.count - 1 ? [] : chooseGaps(gaps, input, total)
}

function cutByArea({ areaBefore, range }: Projection, count: number): number[] {
  const total = areaBefore(range[1])
  return Array.from({ length: count - 1 }, (_, i) => {
    let [low, high] = range
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2
      if (areaBefore(middle) < ((i + 1) * total) / count) low = middle
      else high = middle
    }
    return (low + high) / 2
  })
}

function listGaps({ along }: Projection, input: DivisionInput): Gap[] {
  const places = joinWholeCompounds(input)
    .map(({ place, households }) => ({ at: along(place), households }))
    .sort((a, b) => a.at - b.at)
  const reaches = input.buildings.map(({ footprint, place }) => {
    const ends = [place, ...footprint.flat(2)].map(along)
    return [Math.min(...ends) - CLEARANCE_M, Math.max(...ends) + CLEARANCE_M] as const
  })
  const starts = Float64Array.from(reaches, ([start]) => start).sort()
  const stops = Float64Array.from(reaches, ([, stop]) => stop).sort()
  const countCrossings = (at: number) => countBelow(starts, at) - countBelow(stops, at)
  const gaps: Gap[] = []
  let before = 0
  for (let i = 0; i + 1 < places.length; i++) {
    const [one, next] = [itemAt(places, i), itemAt(places, i + 1)]
    before += one.households
    // buildings side by side cannot be told apart by a line
    if (next.at - one.at < 0.02) continue
    let best: Gap | null = null
    for (let tried = 1; tried <= TRIES; tried++) {
      // from the middle to the ends
      const share = 0.5 + ((tried % 2 === 0 ? 1 : -1) * Math.floor(tried / 2)) / (TRIES + 1)
      const at = one.at + share * (next.at - one.at)
      const crossings = countCrossings(at)
      if (best === null || crossings < best.crossings) best = { along: at, before, crossings }
    }
    if (best) gaps.push(best)
  }
  return gaps
}

/** How many of the ascending values are below a limit. */
function countBelow(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numberAt(values, middle) < limit) low = middle + 1
    else high = middle
  }
  return low
}

interface Way {
  gap: number
  price: number
  /** Place in the layer before. */
  from: number
}

/** The cheapest gaps, one for each cut, in ascending order: a shortest path through those near to the balance of each cut. */
function chooseGaps(gaps: readonly Gap[], { count, tolerance }: DivisionInput, total: number): number[] {
  const mean = total / count
  const priceStrip = (households: number) => {
    const deviation = households / mean - 1
    const excess = Math.abs(deviation) - tolerance
    return (excess > 1e-9 ? OUT_OF_BAND + EXCESS * excess : 0) + 0.3 * deviation * deviation
  }
  const beforeOf = Float64Array.from(gaps, ({ before }) => before)
  const width = Math.max(NEAREST_GAPS, 2 * count)
  const layers: Way[][] = []
  for (let cut = 1; cut < count; cut++) {
    const centre = countBelow(beforeOf, cut * mean)
    const first = Math.max(cut - 1, Math.min(centre - width / 2, gaps.length - (count - cut) - width))
    const last = Math.min(gaps.length - (count - cut), Math.max(centre + width / 2, first + width))
    const above = layers.at(-1)
    const layer: Way[] = []
    for (let gap = Math.floor(first); gap <= last; gap++) {
      const { before, crossings } = itemAt(gaps, gap)
      let [price, from] = above === undefined ? [priceStrip(before), -1] : [Infinity, -1]
      above?.forEach((way, index) => {
        if (way.gap >= gap) return
        const sum = way.price + priceStrip(before - itemAt(gaps, way.gap).before)
        if (sum < price) [price, from] = [sum, index]
      })
      if (price < Infinity) layer.push({ gap, price: price + CROSSING * crossings, from })
    }
    layers.push(layer)
  }
  const last = layers.at(-1) ?? []
  let [best, least] = [-1, Infinity]
  last.forEach(({ gap, price }, index) => {
    const sum = price + priceStrip(total - itemAt(gaps, gap).before)
    if (sum < least) [best, least] = [index, sum]
  })
  const cuts: number[] = []
  for (let layer = layers.length - 1; layer >= 0 && best >= 0; layer--) {
    const way = itemAt(itemAt(layers, layer), best)
    cuts.unshift(itemAt(gaps, way.gap).along)
    best = way.from
  }
  return cuts
}
