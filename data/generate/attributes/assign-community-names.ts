import type { RandomStream } from '../math/create-random-stream.ts'
import {
  midCenturyNames,
  farmNumerals,
  parkCommunityNames,
  plainVillageNameSuffixes,
  saltPanNameSuffixes,
  townNamePrefixes,
  townNameSuffixes,
  townNames,
  villageNamePrefixes,
  plainVillageNamePrefixes,
  wetlandNameSuffixes,
} from '../names/name-pools.ts'
import { romanize } from '../names/romanize.ts'
import type { CityModel, CommunityModel } from './city-model.ts'
import { findLandmarkCommunity } from './assign-community-types.ts'

/** Names for all communities and villages, no two alike in a street, and no two urban ones alike in a district. */
export function assignCommunityNames(draft: CityModel): void {
  const { plan, communities, random } = draft
  const named = new Map(
    plan.landmarks.map((landmark) => [findLandmarkCommunity(draft, landmark.name), landmark]),
  )
  const inDistrict = new Map(
    plan.districts.map(({ code }) => [code, new Set(plan.landmarks.map(({ name }) => name))]),
  )
  for (const [street, { code, district, farm }] of plan.streets.entries()) {
    const dice = random.fork(`names ${code}`)
    const taken = new Set<string>()
    const urbanTaken = inDistrict.get(district)!
    for (const community of communities) {
      if (community.street !== street) continue
      const landmark = named.get(community)
      if (landmark) {
        setName(community, landmark.name, landmark.nameEn)
        continue
      }
      for (let attempt = 0; ; attempt++) {
        if (attempt > 400) throw new Error(`the names for ${code} have run out`)
        const name = invent(draft, community, farm ?? false, dice)
        if (taken.has(name) || (community.urban && urbanTaken.has(name)) || name[0] === name[1]) continue
        taken.add(name)
        if (community.urban) urbanTaken.add(name)
        setName(community, name, englishName(name))
        break
      }
    }
  }
}

/** A landmark may be a place whose name needs no 社区 after it. */
function setName(community: CommunityModel, name: string, english: string): void {
  const whole = /(社区|产业园|管理区)$/.test(name)
  community.shortName = name.replace(/社区$/, '')
  community.name = whole ? name : `${name}${community.kind === 'village' ? '村' : '社区'}`
  community.nameEn =
    whole && !name.endsWith('社区')
      ? english
      : `${english} ${community.kind === 'village' ? 'Village' : 'Community'}`
}

function englishName(name: string): string {
  const area = /^第(.)管理区$/.exec(name)
  return area ? `Management Area ${farmNumerals.indexOf(area[1]!) + 1}` : romanize(name)
}

function invent(
  { territory }: CityModel,
  community: CommunityModel,
  farm: boolean,
  random: RandomStream,
): string {
  if (community.type === 'park') {
    if (farm)
      return random.chance(0.6) ? `第${random.pick(farmNumerals)}管理区` : random.pick(parkCommunityNames)
    return random.chance(0.75)
      ? random.pick(parkCommunityNames)
      : random.pick(townNamePrefixes) + random.pick(townNameSuffixes)
  }
  if (community.type === 'ordinary' || community.type === 'new') {
    if (community.urban && community.type === 'ordinary' && random.chance(0.4)) return random.pick(townNames)
    return random.pick(townNamePrefixes) + random.pick(townNameSuffixes)
  }
  // villages, and communities that still bear their village's name
  if (random.chance(0.12)) return random.pick(midCenturyNames)
  const coastal = territory.shop.field.coastal(community.east, community.north)
  const last =
    coastal > 0.35 ? saltPanNameSuffixes : community.east < 0 ? wetlandNameSuffixes : plainVillageNameSuffixes
  const first = random.chance(0.24) ? random.pick(plainVillageNamePrefixes) : random.pick(villageNamePrefixes)
  return first + random.pick(last)
}
