import type { ParkLevel, PremisesStatus } from '#shared/contract/enums.ts'
import type { ServiceCenterPlan, DistrictPlan, LakePlan, ParkPlan, StreetPlan } from '../city-plan.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { NameGenerator } from './create-name-generator.ts'

/** Lakes, parks and red fortress centres, in the demo city's proportions. */
export function planFeatures(
  districts: readonly DistrictPlan[],
  streets: readonly StreetPlan[],
  grids: number,
  names: NameGenerator,
  random: RandomStream,
): { lakes: LakePlan[]; parks: ParkPlan[]; centers: ServiceCenterPlan[] } {
  const of = (demo: number) => Math.max(1, Math.round((demo * grids) / 11_000))
  const byParks = [...streets].sort((a, b) => Number(b.kind === 'park_unit') - Number(a.kind === 'park_unit'))
  const parks = Array.from({ length: Math.min(of(45), streets.length) }, (_, i): ParkPlan => {
    const street = byParks[i]!
    const level: ParkLevel = random.pick([
      'national',
      'provincial',
      'provincial',
      'city',
      'county',
      'county',
      'town',
    ])
    return {
      name: `${names()[0]}产业园`,
      kind: random.pick(['industrial', 'industrial', 'science', 'economic']),
      level,
      street: street.code,
      at: street.seat,
      grids: street.kind === 'park_unit' ? 3 : 2,
      ...(street.kind === 'park_unit' ? { communities: 2 } : {}),
    }
  })
  const status = (): PremisesStatus => random.pick(['open', 'open', 'open', 'building', 'planned'])
  const centers = [
    ...districts.map(({ name, seat }): ServiceCenterPlan => ({
      name: `${name}党群服务中心`,
      level: 'county',
      status: 'open',
      at: seat,
    })),
    ...random
      .shuffle(streets)
      .slice(0, Math.max(0, of(40) - districts.length))
      .map(({ name, seat }): ServiceCenterPlan => ({
        name: `${name}红堡`,
        level: 'street',
        status: status(),
        at: seat,
      })),
  ]
  const towns = random.shuffle(streets.filter(({ kind }) => kind === 'town'))
  const lakes = towns.slice(0, Math.round(grids / 5000)).map(({ seat: [lon, lat], reach }): LakePlan => {
    const [name, nameEn] = names()
    return {
      name: `${name}湖`,
      nameEn: `${nameEn} Lake`,
      at: [lon + 0.004 * reach, lat + 0.003 * reach],
      radiusKm: reach * random.between(0.14, 0.22),
      islands: 1,
    }
  })
  return { lakes, parks, centers }
}
