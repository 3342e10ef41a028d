import type { RandomStream } from '../math/create-random-stream.ts'
import { projectFaceLoop } from '../partition/face-loop.ts'
import { sampleLoop } from '../partition/sample-loop.ts'
import { computeFaceArea } from '../mesh/face-area.ts'
import type { BorderArc } from '../network/build-border-arcs.ts'
import type { CityTiling } from '../tiling/city-tiling.ts'
import type { CityModel, CommunityModel, GridModel } from './city-model.ts'

/** The draft with what the drawing alone tells: areas, middles, how many people would live where, who is next to whom. */
export function createCityModel(
  territory: CityTiling,
  arcs: readonly BorderArc[],
  random: RandomStream,
): CityModel {
  const grids = territory.grids.map(({ community, special }): GridModel => ({
    community,
    special,
    faces: [],
    areaKm2: 0,
    weight: 0,
    east: 0,
    north: 0,
    park: -1,
    kind: 'comprehensive',
    code: '',
    name: '',
    households: 0,
    residents: 0,
    members: 0,
    fullTimeWorkers: 0,
    partTimeWorkers: 0,
    branchSince: null,
    buildingGroups: 0,
    householdHubs: 0,
  }))
  for (const [face, grid] of territory.owner.entries()) grids[grid]!.faces.push(face)
  for (const grid of grids) measure(territory, grid)

  const communities = territory.communities.map(({ street, urban }): CommunityModel => ({
    street,
    urban,
    grids: [],
    areaKm2: 0,
    weight: 0,
    east: 0,
    north: 0,
    type: 'village',
    kind: 'village',
    urbanRuralClass: '220',
    code: '',
    shortName: '',
    name: '',
    nameEn: '',
    households: 0,
    residents: 0,
    members: 0,
  }))
  for (const [index, { community }] of grids.entries()) communities[community]!.grids.push(index)
  for (const community of communities)
    gather(
      community,
      community.grids.map((grid) => grids[grid]!),
    )

  const neighbours: number[][] = grids.map(() => [])
  for (const { left, right } of arcs) {
    if (left < 0 || right < 0 || neighbours[left]!.includes(right)) continue
    neighbours[left]!.push(right)
    neighbours[right]!.push(left)
  }
  return { plan: territory.shop.plan, random, territory, communities, grids, parks: [], neighbours }
}

function measure({ shop }: CityTiling, grid: GridModel): void {
  const { mesh, plane, field } = shop
  let east = 0,
    north = 0
  for (const face of grid.faces) {
    const area = computeFaceArea(mesh, plane, face)
    const samples = sampleLoop(projectFaceLoop(mesh, face, shop.ground), 24, (e, n) => field.people(e, n))
    const middle = (values: Float64Array) =>
      values.subarray(0, samples.size).reduce((sum, value) => sum + value, 0) / samples.size
    grid.areaKm2 += (area * plane.areaScale(mesh.y[mesh.origin[mesh.loop[face]!]!]!)) / 1e6
    grid.weight += grid.special === 'lake' ? 0 : (samples.total * area) / samples.area
    east += middle(samples.u) * area
    north += middle(samples.v) * area
  }
  const total = grid.faces.reduce((sum, face) => sum + computeFaceArea(mesh, plane, face), 0)
  grid.east = east / total
  grid.north = north / total
}

/** Sums over the grids; the middle is where the people are. */
function gather(community: CommunityModel, grids: readonly GridModel[]): void {
  let east = 0,
    north = 0,
    sum = 0
  for (const grid of grids) {
    community.areaKm2 += grid.areaKm2
    community.weight += grid.weight
    const weight = grid.weight + 1e-6
    east += grid.east * weight
    north += grid.north * weight
    sum += weight
  }
  community.east = east / sum
  community.north = north / sum
}
