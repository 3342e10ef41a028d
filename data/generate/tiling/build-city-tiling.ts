import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { buildDistrictMesh } from './build-district-mesh.ts'
import { carveLake } from './carve-lake.ts'
import type { CityPlan, LonLat } from '../city-plan.ts'
import { createCurvilinearFrame, type CurvilinearFrame } from '../curvilinear-frame.ts'
import { createLocalPlane } from '../math/create-local-plane.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { createFrameCoordinateCache, projectFaceLoop } from '../partition/face-loop.ts'
import { indexGuides } from '../partition/cut-along-guides.ts'
import { computeLoopArea } from '../partition/sample-loop.ts'
import { createBorderRegistry } from '../mesh/border-registry.ts'
import { createBlobOutline } from '../curves/create-blob-outline.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { traceGuide } from '../curves/trace-guide.ts'
import { addEnclaves, countEnclaves } from './add-enclaves.ts'
import { alignBordersToGuides, type GridMembership } from './align-borders-to-guides.ts'
import { selectUrbanCommunities } from './select-urban-communities.ts'
import { apportionGrids } from './apportion-grids.ts'
import { partitionIntoCommunities } from './partition-into-communities.ts'
import { partitionIntoGrids } from './partition-into-grids.ts'
import { partitionIntoStreets, isPointInFace } from './partition-into-streets.ts'
import { createStreetFrames } from './create-street-frames.ts'
import { createDensityFieldFromPlan } from './create-density-field-from-plan.ts'
import { repairDisconnectedGrids } from './repair-disconnected-grids.ts'
import { addIslands, addShoals } from './add-islands.ts'
import type { CityTiling } from './city-tiling.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** Draws the whole tiling: districts, streets, communities, grids, then lakes' islands, enclaves and shoals. */
export function buildCityTiling(
  plan: CityPlan,
  random: RandomStream,
  onStep: (share: number) => void,
): CityTiling {
  const shop = openWorkshop(plan, random)
  const frames = createStreetFrames(shop)
  onStep(0.1)
  const streetFaces = partitionIntoStreets(shop, frames)
  onStep(0.3)
  const lakes = digLakes(shop, frames, streetFaces)
  const land = streetFaces.map((face, street) => lakes.find((lake) => lake.street === street)?.land ?? [face])

  const extras = countEnclaves(plan)
  const drawn = partitionIntoCommunities(shop, frames, land, plan.totals.communities - extras.communities)
  onStep(0.55)
  const urban = selectUrbanCommunities(plan, drawn)
  const communities = drawn.map((community, i) => ({ ...community, urban: urban.has(i) }))
  const counts = apportionGrids(plan, communities, lakes.length, extras)
  const parts = partitionIntoGrids(shop, frames, communities, counts)
  onStep(0.95)

  const territory: CityTiling = {
    shop,
    frames,
    communities,
    grids: [],
    owner: [],
    lakes: [],
    islands: [],
    shoals: [],
  }
  parts.forEach((faces, community) =>
    faces.forEach((face) => {
      territory.owner[face] = territory.grids.push({ community, special: null }) - 1
    }),
  )
  const places = placeGrids(territory)
  alignBordersToGuides(shop, territory.owner, places)
  repairDisconnectedGrids(shop, territory.owner, places)
  for (const { lake, face } of lakes) {
    territory.owner[face] =
      territory.grids.push({ community: shoreCommunity(territory, face), special: 'lake' }) - 1
    territory.lakes.push({ face, lake })
  }
  addEnclaves(territory, extras, random.fork('enclaves'))
  addIslands(territory, random.fork('islands'))
  addShoals(territory, random.fork('shoals'))
  onStep(1)
  return territory
}

function openWorkshop(plan: CityPlan, random: RandomStream): GeneratorContext {
  const corners = plan.districts.flatMap(({ ring }) => ring)
  const middle = (values: readonly number[]) =>
    toLatticeUnits((Math.min(...values) + Math.max(...values)) / 2)
  const plane = createLocalPlane(middle(corners.map(([lon]) => lon)), middle(corners.map(([, lat]) => lat)))
  const metres = ([lon, lat]: LonLat): PlanePoint => [
    plane.east(toLatticeUnits(lon)),
    plane.north(toLatticeUnits(lat)),
  ]
  const lines = createBorderRegistry()
  const mesh = buildDistrictMesh(plan, plane, lines, random.fork('districts'))
  const field = createDensityFieldFromPlan(plan, metres, random.fork('field'))
  const guides = indexGuides(
    plan.guides.map((guide, i) => traceGuide(guide, i, plane, random.fork(`guide ${guide.name}`).below(1e9))),
  )
  const flat = createCurvilinearFrame(0, plane, field, 0, 0, 0, 0, 0)
  return {
    plan,
    random,
    plane,
    metres,
    field,
    lines,
    guides,
    mesh,
    flat,
    ground: createFrameCoordinateCache(flat),
    cache: createFrameCoordinateCache(flat),
  }
}

interface Lake {
  lake: number
  face: number
  street: number
  land: readonly number[]
}

/** Cuts the plan's lakes out of the streets they lie in; a street has one at most. */
function digLakes(
  shop: GeneratorContext,
  frames: readonly CurvilinearFrame[],
  streetFaces: readonly number[],
): Lake[] {
  const lakes: Lake[] = []
  for (const [lake, { at, radiusKm }] of shop.plan.lakes.entries()) {
    const centre = shop.metres(at)
    const street = streetFaces.findIndex((face) => isPointInFace(shop, face, centre))
    if (street < 0 || lakes.some((other) => other.street === street)) continue
    const corners = Math.max(24, Math.round(radiusKm * 40))
    const shore = createBlobOutline(
      centre,
      radiusKm * 1000,
      radiusKm * 760,
      0.3,
      0.42,
      corners,
      shop.random.fork(`lake ${lake}`).below(1e9),
    )
    const turned = [0, 0.3, -0.3, 0.6, -0.6, 1].map((turn) =>
      createCurvilinearFrame(0, shop.plane, shop.field, centre[0], centre[1], turn, 0, 0),
    )
    const carved = carveLake(
      shop.mesh,
      shop.lines,
      shop.plane,
      [frames[street]!, ...turned],
      streetFaces[street]!,
      shore,
    )
    if (carved) lakes.push({ lake, face: carved.lake, street, land: carved.land })
  }
  return lakes
}

function placeGrids({ shop, communities, grids, owner }: CityTiling): GridMembership[] {
  const { plan, mesh } = shop
  const districts = new Map(plan.districts.map(({ code }, i) => [code, i]))
  const places = grids.map(({ community }): GridMembership => {
    const street = communities[community]!.street
    return { community, street, district: districts.get(plan.streets[street]!.district)!, area: 0 }
  })
  for (const [face, grid] of owner.entries())
    if (grid !== undefined)
      places[grid]!.area += Math.abs(computeLoopArea(projectFaceLoop(mesh, face, shop.ground)))
  return places
}

/** The community with most of a lake's shore. */
function shoreCommunity({ shop, grids, owner }: CityTiling, face: number): number {
  const { mesh } = shop
  const shore = new Map<number, number>()
  const start = mesh.loop[face]!
  let half = start
  do {
    const grid = owner[mesh.face[half ^ 1]!]
    if (grid !== undefined) {
      const { community } = grids[grid]!
      shore.set(community, (shore.get(community) ?? 0) + 1)
    }
    half = mesh.next[half]!
  } while (half !== start)
  return [...shore].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0]
}
