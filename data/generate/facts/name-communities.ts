import type { Random } from '../create-random.ts'
import {
  eraWhole,
  farmNumbers,
  parkWhole,
  plainSecond,
  saltSecond,
  townFirst,
  townSecond,
  townWhole,
  villageFirst,
  villagePlain,
  wetSecond,
} from '../names/name-pools.ts'
import { romanize } from '../names/syllables.ts'
import type { CityDraft, CommunityDraft } from './draft.ts'
import { landmarkCommunity } from './type-communities.ts'

/** Names for all communities and villages, no two alike in a street, and no two urban ones alike in a district. */
export function nameCommunities(draft: CityDraft): void {
  const { plan, communities, random } = draft
  const named = new Map(plan.landmarks.map((landmark) => [landmarkCommunity(draft, landmark.name), landmark]))
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
function setName(community: CommunityDraft, name: string, english: string): void {
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
  return area ? `Management Area ${farmNumbers.indexOf(area[1]!) + 1}` : romanize(name)
}

function invent({ territory }: CityDraft, community: CommunityDraft, farm: boolean, random: Random): string {
  if (community.type === 'park') {
    if (farm) return random.chance(0.6) ? `第${random.pick(farmNumbers)}管理区` : random.pick(parkWhole)
    return random.chance(0.75) ? random.pick(parkWhole) : random.pick(townFirst) + random.pick(townSecond)
  }
  if (community.type === 'ordinary' || community.type === 'new') {
    if (community.urban && community.type === 'ordinary' && random.chance(0.4)) return random.pick(townWhole)
    return random.pick(townFirst) + random.pick(townSecond)
  }
  // villages, and communities that still bear their village's name
  if (random.chance(0.12)) return random.pick(eraWhole)
  const coastal = territory.shop.field.coastal(community.east, community.north)
  const last = coastal > 0.35 ? saltSecond : community.east < 0 ? wetSecond : plainSecond
  const first = random.chance(0.24) ? random.pick(villagePlain) : random.pick(villageFirst)
  return first + random.pick(last)
}
