import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { CityDataset, GridRecord } from '../city-dataset.ts'
import type { CityPlan } from './city-plan.ts'
import { createRandomStream } from './math/create-random-stream.ts'
import { buildRoadRecords, buildWaterwayRecords } from './records/build-line-records.ts'
import { buildLakeRecords, buildSeaRecord } from './records/build-water-area-records.ts'
import { buildBuildingRecords } from './records/build-building-records.ts'
import { buildParkRecords } from './records/build-park-records.ts'
import type { CityModel } from './attributes/city-model.ts'
import { buildIndicatorValueRecords } from './records/build-indicator-value-records.ts'
import { buildPremisesRecords } from './records/build-premises-records.ts'
import { assignParkGrids } from './attributes/assign-park-grids.ts'
import { buildIndicatorRecords } from './records/build-indicator-records.ts'
import { buildProjectRecords } from './records/build-project-records.ts'
import { buildUnitRecords } from './records/build-unit-records.ts'
import { assignCommunityNames } from './attributes/assign-community-names.ts'
import { assignUnitCodes } from './attributes/assign-unit-codes.ts'
import { assignGridOrganisation } from './attributes/assign-grid-organisation.ts'
import { assignPopulation } from './attributes/assign-population.ts'
import { createCityModel } from './attributes/create-city-model.ts'
import { assignCommunityTypes } from './attributes/assign-community-types.ts'
import { dissolveFaces } from './mesh/dissolve-faces.ts'
import { buildBorderNetwork } from './network/build-border-network.ts'
import type { BorderNetwork } from './network/border-network.ts'
import { buildCityTiling } from './tiling/build-city-tiling.ts'

export interface GenerateOptions {
  /** Told the share of the work that is done, 0 to 1. */
  onProgress?: (done: number) => void
}

/** A whole city out of a plan and a seed: always the same city for the same two. */
export function generateCity(plan: CityPlan, seed: string, options: GenerateOptions = {}): CityDataset {
  const progress = options.onProgress ?? (() => undefined)
  const random = createRandomStream(`${plan.code} ${seed}`)
  const territory = buildCityTiling(plan, random.fork('territory'), (share) => progress(0.55 * share))
  const { shop } = territory
  const seats = plan.streets.map(({ seat, name }) => ({
    east: shop.metres(seat)[0],
    north: shop.metres(seat)[1],
    name,
  }))
  const { roads, waters, network } = buildBorderNetwork(territory, seats, random.fork('network'))
  progress(0.75)

  const draft = createCityModel(territory, network.graph.arcs, random.fork('facts'))
  assignParkGrids(draft)
  assignCommunityTypes(draft)
  assignCommunityNames(draft)
  assignUnitCodes(draft)
  assignPopulation(draft)
  assignGridOrganisation(draft)
  progress(0.82)

  const pointOf = createPoints(territory.shop.mesh)
  const shapes = traceAll(draft, pointOf)
  progress(0.9)
  const premises = buildPremisesRecords(draft)
  const projects = buildProjectRecords(draft)
  const indicatorValues = buildIndicatorValueRecords(draft, premises, projects, roadLengths(draft, network))
  const shapeOf = (face: number) =>
    dissolveFaces(
      shop.mesh,
      territory.owner.map((_, other) => (other === face ? 0 : -1)),
      1,
      pointOf,
    )[0]!
  const sea = buildSeaRecord(territory, shapeOf, pointOf)
  const buildings = buildBuildingRecords(draft, network)
  progress(1)
  return {
    city: {
      code: plan.code,
      name: plan.name,
      nameEn: plan.nameEn,
      dataDate: plan.dataDate,
      source: plan.source,
      demo: true,
    },
    units: buildUnitRecords(draft, shapes, premises),
    grids: listGrids(draft, shapes.grids),
    premises,
    parks: buildParkRecords(draft, shapes.parks),
    buildings,
    indicators: buildIndicatorRecords(),
    indicatorValues,
    projects,
    roads: buildRoadRecords(shop, roads, pointOf),
    waterways: [
      ...(sea ? [sea] : []),
      ...buildLakeRecords(territory, shapeOf),
      ...buildWaterwayRecords(shop, waters, pointOf),
    ],
  }
}

/** One point per vertex, so that rings and lines that share a vertex share the value. */
function createPoints(mesh: { x: Int32Array; y: Int32Array }): (vertex: number) => Point {
  const points: Point[] = []
  return (vertex) => (points[vertex] ??= [mesh.x[vertex]!, mesh.y[vertex]!])
}

function traceAll(
  { plan, territory, communities, grids, parks }: CityModel,
  pointOf: (vertex: number) => Point,
): Record<'districts' | 'streets' | 'communities' | 'grids' | 'parks', MultiPolygon[]> {
  const { mesh } = territory.shop
  const trace = (unitOf: (grid: number) => number, count: number) =>
    dissolveFaces(mesh, Int32Array.from(territory.owner, unitOf), count, pointOf)
  const districtOf = plan.streets.map(({ district }) =>
    plan.districts.findIndex(({ code }) => code === district),
  )
  return {
    districts: trace(
      (grid) => districtOf[communities[grids[grid]!.community]!.street]!,
      plan.districts.length,
    ),
    streets: trace((grid) => communities[grids[grid]!.community]!.street, plan.streets.length),
    communities: trace((grid) => grids[grid]!.community, communities.length),
    grids: trace((grid) => grid, grids.length),
    parks: trace((grid) => grids[grid]!.park, parks.length),
  }
}

function listGrids({ plan, grids, communities }: CityModel, shapes: readonly MultiPolygon[]): GridRecord[] {
  return grids
    .map((grid, i): GridRecord => ({
      code: grid.code,
      name: grid.name,
      kind: grid.kind,
      communityCode: communities[grid.community]!.code,
      households: grid.households,
      residents: grid.residents,
      members: grid.members,
      fullTimeWorkers: grid.fullTimeWorkers,
      partTimeWorkers: grid.partTimeWorkers,
      branchSince: grid.branchSince,
      buildingGroups: grid.buildingGroups,
      householdHubs: grid.householdHubs,
      validFrom: plan.validFrom,
      geometry: shapes[i]!,
    }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** Kilometres of road along and inside the borders of each community's grids; a road between two communities counts half for each. */
function roadLengths({ communities, grids }: CityModel, { graph, uses }: BorderNetwork): number[] {
  const lengths = communities.map(() => 0)
  for (const [index, { left, right, length }] of graph.arcs.entries()) {
    if (uses[index]!.kind !== 'road') continue
    for (const grid of [left, right]) if (grid >= 0) lengths[grids[grid]!.community]! += length / 2000
  }
  return lengths
}
