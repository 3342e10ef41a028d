import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { CityFacts, GridFacts } from '../city-facts.ts'
import type { CityPlan } from './city-plan.ts'
import { createRandom } from './create-random.ts'
import { drawRoads, drawWaterways } from './draw-lines.ts'
import { drawLakes, drawSea } from './draw-water.ts'
import { describeParks } from './facts/describe-parks.ts'
import type { CityDraft } from './facts/draft.ts'
import { fillIndicators } from './facts/fill-indicators.ts'
import { furnishPremises } from './facts/furnish-premises.ts'
import { layOutParks } from './facts/lay-out-parks.ts'
import { listIndicators } from './facts/list-indicators.ts'
import { listProjects } from './facts/list-projects.ts'
import { listUnits } from './facts/list-units.ts'
import { nameCommunities } from './facts/name-communities.ts'
import { numberUnits } from './facts/number-units.ts'
import { organiseGrids } from './facts/organise-grids.ts'
import { settlePeople } from './facts/settle-people.ts'
import { startDraft } from './facts/start-draft.ts'
import { typeCommunities } from './facts/type-communities.ts'
import { traceUnions } from './mesh/trace-unions.ts'
import { drawNetwork } from './network/draw-network.ts'
import type { Network } from './network/network.ts'
import { drawTerritory } from './territory/draw-territory.ts'

export interface GenerateOptions {
  /** Told the share of the work that is done, 0 to 1. */
  onProgress?: (done: number) => void
}

/** A whole city out of a plan and a seed: always the same city for the same two. */
export function generateCity(plan: CityPlan, seed: string, options: GenerateOptions = {}): CityFacts {
  const progress = options.onProgress ?? (() => undefined)
  const random = createRandom(`${plan.code} ${seed}`)
  const territory = drawTerritory(plan, random.fork('territory'), (share) => progress(0.55 * share))
  const { shop } = territory
  const seats = plan.streets.map(({ seat, name }) => ({
    east: shop.metres(seat)[0],
    north: shop.metres(seat)[1],
    name,
  }))
  const { roads, waters, network } = drawNetwork(territory, seats, random.fork('network'))
  progress(0.75)

  const draft = startDraft(territory, network.graph.arcs, random.fork('facts'))
  layOutParks(draft)
  typeCommunities(draft)
  nameCommunities(draft)
  numberUnits(draft)
  settlePeople(draft)
  organiseGrids(draft)
  progress(0.82)

  const pointOf = createPoints(territory.shop.mesh)
  const shapes = traceAll(draft, pointOf)
  progress(0.9)
  const premises = furnishPremises(draft)
  const projects = listProjects(draft)
  const indicatorValues = fillIndicators(draft, premises, projects, roadLengths(draft, network))
  const shapeOf = (face: number) =>
    traceUnions(
      shop.mesh,
      territory.owner.map((_, other) => (other === face ? 0 : -1)),
      1,
      pointOf,
    )[0]!
  const sea = drawSea(territory, shapeOf, pointOf)
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
    units: listUnits(draft, shapes, premises),
    grids: listGrids(draft, shapes.grids),
    premises,
    parks: describeParks(draft, shapes.parks),
    indicators: listIndicators(),
    indicatorValues,
    projects,
    roads: drawRoads(shop, roads, pointOf),
    waterways: [
      ...(sea ? [sea] : []),
      ...drawLakes(territory, shapeOf),
      ...drawWaterways(shop, waters, pointOf),
    ],
  }
}

/** One point per vertex, so that rings and lines that share a vertex share the value. */
function createPoints(mesh: { x: Int32Array; y: Int32Array }): (vertex: number) => Point {
  const points: Point[] = []
  return (vertex) => (points[vertex] ??= [mesh.x[vertex]!, mesh.y[vertex]!])
}

function traceAll(
  { plan, territory, communities, grids, parks }: CityDraft,
  pointOf: (vertex: number) => Point,
): Record<'districts' | 'streets' | 'communities' | 'grids' | 'parks', MultiPolygon[]> {
  const { mesh } = territory.shop
  const trace = (unitOf: (grid: number) => number, count: number) =>
    traceUnions(mesh, Int32Array.from(territory.owner, unitOf), count, pointOf)
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

function listGrids({ plan, grids, communities }: CityDraft, shapes: readonly MultiPolygon[]): GridFacts[] {
  return grids
    .map((grid, i): GridFacts => ({
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
function roadLengths({ communities, grids }: CityDraft, { graph, uses }: Network): number[] {
  const lengths = communities.map(() => 0)
  for (const [index, { left, right, length }] of graph.arcs.entries()) {
    if (uses[index]!.kind !== 'road') continue
    for (const grid of [left, right]) if (grid >= 0) lengths[grids[grid]!.community]! += length / 2000
  }
  return lengths
}
