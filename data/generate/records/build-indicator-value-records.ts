import type { IndicatorValueRecord, PremisesRecord, ProjectRecord } from '../../city-dataset.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { CityModel, CommunityModel } from '../attributes/city-model.ts'

interface Known {
  rooms: PremisesRecord
  projects: readonly ProjectRecord[]
  roadKm: number
}

/** A value for every indicator, community and year. The last year agrees with the city's other facts; earlier years lead up to it. */
export function buildIndicatorValueRecords(
  draft: CityModel,
  premises: readonly PremisesRecord[],
  projects: readonly ProjectRecord[],
  roadKm: readonly number[],
): IndicatorValueRecord[] {
  const { years } = draft.plan.totals
  const roomsOf = new Map(
    premises.flatMap((place) =>
      place.kind === 'community' && place.communityCode ? [[place.communityCode, place] as const] : [],
    ),
  )
  const projectsOf = new Map<string, ProjectRecord[]>()
  for (const project of projects) {
    projectsOf.set(project.communityCode, [...(projectsOf.get(project.communityCode) ?? []), project])
  }
  const values: IndicatorValueRecord[] = []
  for (const [index, community] of draft.communities.entries()) {
    const random = draft.random.fork(`indicators ${community.code}`)
    const known = {
      rooms: roomsOf.get(community.code)!,
      projects: projectsOf.get(community.code) ?? [],
      roadKm: roadKm[index]!,
    }
    for (const year of years) {
      for (const [indicatorCode, value] of projectValues(known.projects, year)) {
        values.push({ indicatorCode, communityCode: community.code, year, value })
      }
    }
    const present = presentValues(draft, community, known, random)
    for (const { code, value, growth, digits, most } of present) {
      const yearly = growth * random.between(0.4, 1.3)
      for (const [back, year] of [...years].reverse().entries()) {
        const earlier = value * Math.max(0.3, 1 - yearly * back)
        values.push({
          indicatorCode: code,
          communityCode: community.code,
          year,
          value: Math.min(most, rounded(back === 0 ? value : earlier, digits)),
        })
      }
    }
  }
  return values
}

function rounded(value: number, digits: number): number {
  const scale = digits === 0 ? 1 : digits === 1 ? 10 : digits === 2 ? 100 : 1000
  return Math.round(value * scale) / scale
}

interface Present {
  code: string
  value: number
  growth: number
  digits: number
  most: number
}

/** How well a community is equipped compared with an ordinary one. */
const EQUIPMENT = { ordinary: 1, converted: 0.72, new: 0.6, village: 0.66, park: 0.5 } as const

function presentValues(
  draft: CityModel,
  community: CommunityModel,
  { rooms, roadKm }: Known,
  random: RandomStream,
): Present[] {
  const grids = community.grids.map((grid) => draft.grids[grid]!)
  const { households, type, areaKm2, urban } = community
  const level = EQUIPMENT[type] * random.between(0.75, 1.25)
  const branches = grids.filter(({ branchSince }) => branchSince !== null).length
  const area = rooms.areaM2 ?? 0
  const items: [code: string, value: number, growth?: number, digits?: number][] = [
    ['0101', areaKm2, 0, 3],
    ['0102', grids.length, 0],
    ['0103', roadKm, 0.02, 2],
    ['0201', (households / (urban ? 34 : 1.15)) * random.between(0.85, 1.15), 0.015],
    [
      '0202',
      urban
        ? Math.max(1, (households / 620) * random.between(0.7, 1.3))
        : Math.max(0, households / 1500 - 0.2),
      0.03,
    ],
    ['0203', Math.min(100, 100 * level * random.between(0.5, 0.8)), 0.12, 1],
    ['0301', branches, 0.06],
    ['0302', (100 * branches) / grids.length, 0.06, 1],
    ['0303', grids.reduce((sum, grid) => sum + grid.householdHubs, 0), 0.08],
    ['0401', area, 0.05],
    ['0402', households > 0 ? (area / households) * 100 : 0, 0.05, 1],
    ['0403', rooms.functions.length, 0.05],
    ['0501', 1 + 5 * level * Math.min(1, area / 600), 0.04],
    ['0502', 18 + 62 * level * random.between(0.7, 1), 0.09],
    ['0503', rooms.status === 'open' ? (urban ? 56 : 47) + 14 * random.unit() * level : 0, 0.02],
    ['0601', (households / 95) * level, 0.08],
    ['0602', (households / 1700) * level + 0.3 * random.unit(), 0.1],
    ['0603', (households / 48) * level * (urban ? 1 : 0.35), 0.09],
    ['0701', Math.max(urban ? 0 : 0.6, (households / 2300) * level * random.between(0.7, 1.4)), 0.03],
    ['0702', (households / 9) * level * random.between(0.6, 1.2), 0.03],
    ['0703', 6 + (households / 60) * level, 0.07],
    ['0801', area * random.between(0.16, 0.34), 0.05],
    ['0802', 900 + households * level * random.between(0.8, 2), 0.06],
    ['0803', 300 + households * level * random.between(0.3, 0.9), 0.04],
    ['0901', Math.min(62, (urban ? 33 : 24) * level + 9 * random.unit()), 0.03, 1],
    ['0902', (households / 140) * level, 0.24],
    ['0903', 1 + (households / 1300) * level, 0.08],
    ['1001', (households / (urban ? 9 : 26)) * level, 0.12],
    ['1002', Math.max(0, (households / 2200) * level + 0.4 * random.unit()), 0.14],
    ['1003', Math.min(100, 78 + 19 * level * random.unit()), 0.02, 1],
    ['1101', 1 + areaKm2 * (urban ? 3.4 : 0.32) * random.between(0.7, 1.3), 0.04],
    ['1102', households * (urban ? 0.24 : 0.05) * random.between(0.5, 1.2) * level, 0.06],
    ['1103', (households / 210) * level * (urban ? 1 : 0.2), 0.3],
  ]
  return items.map(([code, value, growth = 0.04, digits = 0]) => ({
    code,
    value,
    growth,
    digits,
    most: PERCENT.has(code) ? 100 : Infinity,
  }))
}

const PERCENT = new Set(['0203', '0302', '0901', '1003'])

/** The service projects of one year, counted. */
function projectValues(projects: readonly ProjectRecord[], year: number): [code: string, value: number][] {
  const own = projects.filter((project) => project.year === year)
  const finished = own.filter(({ status }) => status === 'finished').length
  return [
    ['1201', own.length],
    ['1202', rounded(own.reduce((sum, { costYuan }) => sum + costYuan, 0) / 10_000, 2)],
    ['1203', own.length > 0 ? rounded((100 * finished) / own.length, 1) : 0],
  ]
}
