import type { PremisesLevel, Tenure } from '#shared/contract/enums.ts'
import type { PremisesRecord } from '../../city-dataset.ts'
import type { ServiceCenterPlan } from '../city-plan.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { CityModel, CommunityModel, GridModel } from '../attributes/city-model.ts'
import { findInnermostGridPoint } from './find-innermost-grid-point.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import { findLandmarkCommunity } from '../attributes/assign-community-types.ts'
import { computeVectorLength } from '../math/vector-length.ts'

const FUNCTIONS = [
  '便民服务',
  '党员活动',
  '矛盾调解',
  '志愿服务',
  '图书阅览',
  '日间照料',
  '儿童之家',
  '文体活动',
  '卫生服务',
  '综治警务',
  '法律咨询',
  '就业服务',
]

/** m² and tenure that a community's own rooms have, by its type: new ones are small and rented. */
const ROOMS = {
  ordinary: { area: [420, 1250], rented: 0.08, borrowed: 0.04 },
  converted: { area: [160, 620], rented: 0.24, borrowed: 0.16 },
  new: { area: [90, 460], rented: 0.52, borrowed: 0.18 },
  park: { area: [80, 420], rented: 0.4, borrowed: 0.22 },
  village: { area: [170, 520], rented: 0.02, borrowed: 0.03 },
} as const

/** Shares of urban communities that have no station of their own. */
const WITHOUT_STATION = { ordinary: 0, converted: 0.22, new: 0.34, park: 0.3, village: 0 } as const

/** Community rooms, one for each community; stations in town; centres where the plan has them. */
export function buildPremisesRecords(draft: CityModel): PremisesRecord[] {
  const phone = createPhoneBook()
  return [
    ...draft.communities.map((community) => communityRooms(draft, community, phone)),
    ...stations(draft, phone),
    ...centers(draft, phone),
  ]
}

/** 0515-8888-0001 and on: a pattern nobody can take for a real number. */
function createPhoneBook(): () => string {
  let next = 1
  return () => `0515-8888-${String(next++).padStart(4, '0')}`
}

function communityRooms(draft: CityModel, community: CommunityModel, phone: () => string): PremisesRecord {
  const random = draft.random.fork(`rooms ${community.code}`)
  const {
    area: [least, most],
    rented,
    borrowed,
  } = ROOMS[community.type]
  const village = community.kind === 'village'
  const planned =
    (community.type === 'new' && random.chance(0.14)) || (community.type === 'park' && random.chance(0.08))
  const areaM2 = Math.round(random.between(least, most) * (0.8 + 0.4 * random.unit()))
  const dice = random.unit()
  return {
    ...shared(draft, random),
    kind: 'community',
    code: `SQ${community.code}`,
    name: `${community.name}${village ? '党群服务中心' : '党群服务站'}`,
    communityCode: community.code,
    level: village ? 'village' : 'community',
    status: planned ? random.pick(['planned', 'building']) : 'open',
    openedOn: planned ? null : pickRandomDay(random, village ? 2006 : 2010, 2018),
    areaM2,
    tenure: dice < rented ? 'rented' : dice < rented + borrowed ? 'borrowed' : 'owned',
    functions: someFunctions(random, areaM2),
    openingHours: village ? '08:00-17:30' : random.pick(['08:30-18:00', '08:30-20:00']),
    capacityHouseholds: capacity(areaM2),
    dutyPhone: phone(),
    geometry: findInnermostGridPoint(draft.territory, middleGrid(draft, community, 0)),
  }
}

/** By 30 m² for a hundred households. */
function capacity(areaM2: number): number {
  return Math.round((areaM2 / 30) * 10) * 10
}

function someFunctions(random: RandomStream, areaM2: number): string[] {
  const count = Math.min(FUNCTIONS.length, Math.max(2, Math.round(areaM2 / 110 + random.between(-1, 2))))
  const chosen = new Set([
    FUNCTIONS[0]!,
    FUNCTIONS[1]!,
    ...random.shuffle(FUNCTIONS.slice(2)).slice(0, count - 2),
  ])
  return FUNCTIONS.filter((name) => chosen.has(name))
}

function shared(draft: CityModel, random: RandomStream): Pick<PremisesRecord, 'surveyedOn' | 'validFrom'> {
  return { surveyedOn: pickRandomDay(random, 2018, 2018), validFrom: draft.plan.validFrom }
}

/** The grid of a community that is n-th nearest to the middle of its people. */
function middleGrid({ grids }: CityModel, community: CommunityModel, n: number): GridModel {
  const far = (grid: GridModel) =>
    computeVectorLength(grid.east - community.east, grid.north - community.north)
  const own = community.grids.map((index) => grids[index]!)
  const housed = own.filter(({ special }) => special === null)
  return (
    (housed.length > 0 ? housed : own).sort((a, b) => far(a) - far(b))[Math.min(n, housed.length - 1)] ??
    own[0]!
  )
}

/**
 * One station in every urban community but some new and converted ones and parks, whose share goes to the largest others.
 * Where a community came late to the town, its station stands at the old town's edge of it.
 */
function stations(draft: CityModel, phone: () => string): PremisesRecord[] {
  const { plan, communities, grids, territory, random } = draft
  const dice = random.fork('stations')
  const urban = communities.filter((community) => community.urban)
  const counts = new Map(
    urban.map((community) => [community, dice.chance(WITHOUT_STATION[community.type]) ? 0 : 1]),
  )
  for (const { name } of plan.landmarks) {
    const community = findLandmarkCommunity(draft, name)
    if (community.urban) counts.set(community, 1)
  }
  let left = plan.totals.stations - [...counts.values()].reduce((sum, count) => sum + count, 0)
  const large = urban.filter(({ type }) => type === 'ordinary').sort((a, b) => b.households - a.households)
  for (let k = 0; left > 0; k++, left--) {
    const community = large[k % large.length]!
    counts.set(community, counts.get(community)! + 1)
  }
  return [...counts].flatMap(([community, count]) =>
    Array.from({ length: count }, (_, n): PremisesRecord => {
      const own = random.fork(`station ${community.code} ${n}`)
      const areaM2 = Math.round(own.between(60, 320))
      const edge = community.type === 'ordinary' ? undefined : edgeGrid(draft, community)
      const grid =
        edge ??
        (count > 1
          ? spreadGrid(
              community.grids.map((index) => grids[index]!),
              n,
              count,
            )
          : middleGrid(draft, community, 0))
      return {
        ...shared(draft, own),
        kind: 'station',
        code: `ZD${community.code}${n + 1}`,
        name: `${community.shortName}${n === 0 ? '' : `第${['二', '三', '四'][n - 1] ?? n + 1}`}党员服务站`,
        communityCode: community.code,
        level: 'community',
        status: 'open',
        openedOn: pickRandomDay(own, 2013, 2018),
        areaM2,
        tenure: own.pick<Tenure>(['owned', 'owned', 'owned', 'rented', 'borrowed']),
        functions: someFunctions(own, areaM2),
        openingHours: own.pick(['08:30-18:00', '08:30-20:00', '全天']),
        capacityHouseholds: capacity(areaM2) * 2,
        dutyPhone: phone(),
        geometry: findInnermostGridPoint(territory, grid),
      }
    }),
  )
}

/** The inhabited grid nearest to the middle of the nearest big town. */
function edgeGrid({ plan, grids, territory }: CityModel, community: CommunityModel): GridModel {
  const spots = plan.spots.map(({ at }) => territory.shop.metres(at))
  const far = ({ east, north }: GridModel) =>
    Math.min(...spots.map(([e, n]) => computeVectorLength(e - east, n - north)))
  const own = community.grids.map((index) => grids[index]!)
  const housed = own.filter(({ special }) => special === null)
  return (housed.length > 0 ? housed : own).sort((a, b) => far(a) - far(b))[0]!
}

/** The n-th of `count` grids that lie far apart: the community's grids from west to east, in equal steps. */
function spreadGrid(grids: readonly GridModel[], n: number, count: number): GridModel {
  const housed = grids
    .filter(({ special }) => special === null)
    .sort((a, b) => a.east - b.east || a.north - b.north)
  return housed[Math.min(housed.length - 1, Math.floor(((n + 0.5) * housed.length) / count))]!
}

/** m² by level: the example standard is 3,000 / 2,000 / 1,000 for city / county / street; not all reach it. */
const CENTER_AREA: Record<PremisesLevel, readonly [number, number]> = {
  city: [2600, 4200],
  county: [1500, 3000],
  street: [650, 1800],
  community: [600, 1200],
  village: [300, 600],
}

function centers(draft: CityModel, phone: () => string): PremisesRecord[] {
  return draft.plan.centers.map((center, i): PremisesRecord => {
    const random = draft.random.fork(`center ${i}`)
    const { community, grid } = centerPlace(draft, center)
    const [least, most] = CENTER_AREA[center.level]
    const areaM2 = Math.round(random.between(least, most) / 10) * 10
    return {
      ...shared(draft, random),
      kind: 'center',
      code: `HB${String(i + 1).padStart(3, '0')}`,
      name: center.name,
      communityCode: community.code,
      level: center.level,
      status: center.status,
      openedOn: center.status === 'open' ? pickRandomDay(random, 2015, 2018) : null,
      areaM2,
      tenure: random.chance(0.8) ? 'owned' : 'rented',
      functions: someFunctions(random, areaM2),
      openingHours: '08:30-20:30',
      capacityHouseholds: capacity(areaM2),
      dutyPhone: phone(),
      geometry: findInnermostGridPoint(draft.territory, grid),
    }
  })
}

/** In its landmark's community; in its park; else in the nearest urban grid, or the nearest at all. */
function centerPlace(
  draft: CityModel,
  center: ServiceCenterPlan,
): { community: CommunityModel; grid: GridModel } {
  const { grids, communities, parks, territory, plan } = draft
  const [east, north] = territory.shop.metres(center.at)
  const far = (grid: GridModel) => computeVectorLength(grid.east - east, grid.north - north)
  const nearest = (list: readonly GridModel[]) =>
    list.reduce((best, grid) => (far(grid) < far(best) ? grid : best))
  const park = parks.find(({ plan: { name } }) => name === center.landmark)
  const known = plan.landmarks.some(({ name }) => name === center.landmark)
  if (known) {
    const community = findLandmarkCommunity(draft, center.landmark!)
    return { community, grid: middleGrid(draft, community, 1) }
  }
  const grid = nearest(
    park ? park.grids.map((index) => grids[index]!) : grids.filter(({ special }) => special === null),
  )
  return { community: communities[grid.community]!, grid }
}
