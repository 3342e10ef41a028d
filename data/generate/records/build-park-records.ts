import type { Organisation, ParkLevel } from '#shared/contract/enums.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import type { ParkRecord } from '../../city-dataset.ts'
import type { CityModel } from '../attributes/city-model.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'

/** Chances of an organisation of its own, and of a joint one; the rest has none: the smaller the park, the thinner the net. */
const ORGANISED: Record<ParkLevel, readonly [own: number, joint: number]> = {
  national: [0.95, 0.05],
  provincial: [0.8, 0.2],
  city: [0.5, 0.3],
  county: [0.36, 0.3],
  town: [0.16, 0.34],
}

const ENTERPRISES: Record<ParkLevel, readonly [number, number]> = {
  national: [320, 620],
  provincial: [140, 380],
  city: [60, 180],
  county: [30, 120],
  town: [8, 46],
}

/** @param shapes the union of each park's grids, in the draft's order */
export function buildParkRecords(draft: CityModel, shapes: readonly MultiPolygon[]): ParkRecord[] {
  return draft.parks.map(({ plan, grids }, i): ParkRecord => {
    const random = draft.random.fork(`park ${i}`)
    const [own, joint] = ORGANISED[plan.level]
    const dice = random.unit()
    const organisation: Organisation =
      plan.organisation ?? (dice < own ? 'own' : dice < own + joint ? 'joint' : 'none')
    const enterprises = Math.round(random.between(...ENTERPRISES[plan.level]))
    const employees = Math.round(enterprises * random.between(18, 60))
    return {
      code: `YQ${String(i + 1).padStart(3, '0')}`,
      name: plan.name,
      kind: plan.kind,
      level: plan.level,
      communityCode: draft.communities[draft.grids[grids[0]!]!.community]!.code,
      organisation,
      organisationSince: organisation === 'none' ? null : pickRandomDay(random, 2009, 2018),
      // where there is no organisation there may at least be somebody assigned
      liaisonSince: organisation === 'none' && random.chance(0.45) ? null : pickRandomDay(random, 2014, 2018),
      enterprises,
      employees,
      members: Math.round(employees * random.between(0.008, 0.04)),
      validFrom: draft.plan.validFrom,
      geometry: shapes[i]!,
    }
  })
}
