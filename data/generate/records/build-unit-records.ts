import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { PremisesRecord, UnitRecord } from '../../city-dataset.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { CityModel, CommunityModel } from '../attributes/city-model.ts'
import { findInnermostGridPoint } from './find-innermost-grid-point.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'

export interface UnitShapes {
  districts: readonly MultiPolygon[]
  streets: readonly MultiPolygon[]
  communities: readonly MultiPolygon[]
}

/** Districts, managing zones, streets, communities, in this order: parents come before their children. */
export function buildUnitRecords(
  draft: CityModel,
  shapes: UnitShapes,
  premises: readonly PremisesRecord[],
): UnitRecord[] {
  const { plan, communities, territory } = draft
  const common = { urbanRuralClass: null, urbanScope: false, types: [], validFrom: plan.validFrom }
  const seatAt = ([lon, lat]: readonly [number, number]): Point => {
    const [east, north] = territory.shop.metres([lon, lat])
    return [territory.shop.plane.latticeX(east), territory.shop.plane.latticeY(north)]
  }
  const districts = plan.districts.map(({ code, name, nameEn, kind, seat }, i): UnitRecord => ({
    ...common,
    level: 'district',
    code,
    name,
    nameEn,
    kind,
    legalParentCode: null,
    managingParentCode: null,
    seat: seatAt(seat),
    geometry: shapes.districts[i]!,
  }))
  const zones = plan.zones.map(({ code, name, nameEn, seat }): UnitRecord => ({
    ...common,
    level: 'district',
    code,
    name,
    nameEn,
    kind: 'managing_zone',
    legalParentCode: null,
    managingParentCode: null,
    seat: seatAt(seat),
    geometry: null,
  }))
  const streets = plan.streets.map(({ code, name, nameEn, kind, district, zone }, street): UnitRecord => {
    return {
      ...common,
      level: 'street',
      code,
      name,
      nameEn,
      kind,
      legalParentCode: district,
      managingParentCode: zone ?? null,
      urbanScope: kind === 'street',
      seat: streetSeat(draft, street, seatAt(plan.streets[street]!.seat), shapes.streets[street]!),
      geometry: shapes.streets[street]!,
    }
  })
  const seats = new Map(
    premises.flatMap((place) =>
      place.kind === 'community' && place.communityCode
        ? [[place.communityCode, place.geometry] as const]
        : [],
    ),
  )
  return [
    ...districts,
    ...zones,
    ...streets,
    ...communities.map((community, i): UnitRecord => ({
      level: 'community',
      code: community.code,
      name: community.name,
      nameEn: community.nameEn,
      kind: community.kind,
      legalParentCode: plan.streets[community.street]!.code,
      managingParentCode: null,
      urbanRuralClass: community.urbanRuralClass,
      urbanScope: community.urban,
      types: typeHistory(draft, community),
      seat: seats.get(community.code) ?? null,
      validFrom: plan.validFrom,
      geometry: shapes.communities[i]!,
    })),
  ]
}

/** Where the plan puts it; in the densest grid if the borders have come to leave it outside. */
function streetSeat(
  { communities, grids, territory }: CityModel,
  street: number,
  planned: Point,
  shape: MultiPolygon,
): Point {
  if (shape.some(([outer]) => isPointInFlatRing(outer!.flat(), planned[0], planned[1]))) return planned
  const own = communities
    .filter((community) => community.street === street)
    .flatMap((community) => community.grids.map((grid) => grids[grid]!))
  return findInnermostGridPoint(
    territory,
    own.reduce((best, grid) => (grid.weight / grid.areaKm2 > best.weight / best.areaKm2 ? grid : best)),
  )
}

/** A converted community was a village once; the others have been what they are since they were first counted. */
function typeHistory({ random }: CityModel, { type, code }: CommunityModel): UnitRecord['types'] {
  const dice = random.fork(`type ${code}`)
  const since = (from: string, reason: string) => ({ type, validFrom: from, validTo: null, reason })
  switch (type) {
    case 'converted': {
      const day = pickRandomDay(dice, 2011, 2017)
      return [
        { type: 'village', validFrom: '2004-01-01', validTo: day, reason: '演示：原为行政村' },
        since(day, '演示：村改社区，代码由 2xx 段改为 0xx 段'),
      ]
    }
    case 'new':
      return [since(pickRandomDay(dice, 2013, 2017), '演示：新建小区设立社区，五年前统计代码中无此代码')]
    case 'park':
      return [since(pickRandomDay(dice, 2005, 2012), '演示：园区类乡级单位或园区所在社区')]
    case 'village':
      return [since('2004-01-01', '演示：行政村')]
    case 'ordinary':
      return [since('2004-01-01', '演示：城镇社区')]
  }
}
