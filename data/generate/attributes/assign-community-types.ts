import type { CityPlan } from '../city-plan.ts'
import type { CityModel, CommunityModel } from './city-model.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Shares of a district's urban communities outside park units that are new, and that were villages. */
const NEW = 0.18,
  CONVERTED = 0.21

/** People per km² of the density field from which a community in the country is a town's own, or was a village. */
const TOWN = 900,
  FRINGE = 480

/** Says of every community what it is: new and converted ones lie at the edge of the towns, park communities in park units. */
export function assignCommunityTypes(draft: CityModel): void {
  const { plan, communities } = draft
  const random = draft.random.fork('types')
  for (const { code } of plan.districts) {
    const own = communities.filter(({ street }) => plan.streets[street]!.district === code)
    typeUrban(
      plan,
      own.filter(({ urban }) => urban),
      (own) => random.fork(`${code} ${own}`).unit(),
    )
  }
  for (const community of communities) if (!community.urban) typeCountry(plan, community, random.unit())
  for (const landmark of plan.landmarks) {
    const community = findLandmarkCommunity(draft, landmark.name)
    if (landmark.type) community.type = landmark.type
  }
  for (const community of communities) {
    community.kind = community.type === 'village' ? 'village' : 'community'
    community.urbanRuralClass = classOf(plan, community)
  }
}

function density({ weight, areaKm2 }: CommunityModel): number {
  return weight / areaKm2
}

/** The thinner settled a community is, the likelier it has come to the town late; zones have more new ones. */
function typeUrban(
  plan: CityPlan,
  communities: readonly CommunityModel[],
  dice: (index: number) => number,
): void {
  const ranked = [...communities].sort((a, b) => density(b) - density(a))
  const score = (community: CommunityModel) =>
    ranked.indexOf(community) / ranked.length + 0.3 * dice(ranked.indexOf(community))
  const free = ranked
    .filter(({ street }) => plan.streets[street]!.kind !== 'park_unit')
    .sort((a, b) => score(b) - score(a))
  const fringe = free.slice(0, Math.round((NEW + CONVERTED) * free.length))
  const fresh = Math.round(NEW * free.length)
  const novelty = (community: CommunityModel) =>
    dice(ranked.indexOf(community) + 1000) + (plan.streets[community.street]!.zone ? 0.35 : 0)
  const byNovelty = [...fringe].sort((a, b) => novelty(b) - novelty(a))
  for (const community of ranked) {
    const place = byNovelty.indexOf(community)
    community.type =
      plan.streets[community.street]!.kind === 'park_unit'
        ? 'park'
        : place < 0
          ? 'ordinary'
          : place < fresh
            ? 'new'
            : 'converted'
  }
}

function typeCountry(plan: CityPlan, community: CommunityModel, dice: number): void {
  const { kind } = plan.streets[community.street]!
  const people = density(community)
  if (kind === 'park_unit') community.type = 'park'
  else if (people > TOWN)
    community.type = kind === 'street' ? (dice < 0.5 ? 'converted' : 'new') : dice < 0.12 ? 'new' : 'ordinary'
  else if (people > FRINGE) community.type = dice < 0.42 ? 'converted' : 'village'
  else community.type = 'village'
}

/** Town centres are 121 and their edges 122; in districts and county-level cities the main built-up area is 111, its edge 112. */
function classOf(plan: CityPlan, { type, urban, street }: CommunityModel): CommunityModel['urbanRuralClass'] {
  const { district, kind } = plan.streets[street]!
  if (type === 'village') return '220'
  if (type === 'park' && !urban) return '123'
  const main =
    plan.districts.find(({ code }) => code === district)!.kind !== 'county' && (urban || kind === 'street')
  const centre = type === 'ordinary'
  return main ? (centre ? '111' : '112') : centre ? '121' : '122'
}

/** The urban community of the landmark's street that lies nearest to its place; each landmark gets one of its own. */
export function findLandmarkCommunity(draft: CityModel, name: string): CommunityModel {
  const { plan, communities, territory } = draft
  const taken = new Set<CommunityModel>()
  for (const landmark of plan.landmarks) {
    const [east, north] = territory.shop.metres(landmark.at)
    const far = (community: CommunityModel) =>
      computeVectorLength(community.east - east, community.north - north)
    const own = communities.filter(
      (community) => plan.streets[community.street]!.code === landmark.street && !taken.has(community),
    )
    const found = own.sort((a, b) => Number(b.urban) - Number(a.urban) || far(a) - far(b))[0]
    if (!found) throw new Error(`no community is left for ${landmark.name} in ${landmark.street}`)
    if (landmark.name === name) return found
    taken.add(found)
  }
  throw new Error(`${name} is no landmark of the plan`)
}
