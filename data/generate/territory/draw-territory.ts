import { snap } from '#shared/geometry/lattice.ts'
import { buildDistricts } from '../build-districts.ts'
import { carveLake } from '../carve-lake.ts'
import type { CityPlan, LonLat } from '../city-plan.ts'
import { createFrame, type Frame } from '../create-frame.ts'
import { createPlane } from '../create-plane.ts'
import type { Random } from '../create-random.ts'
import { createFrameCache, layOutLoop } from '../cut/face-loop.ts'
import { indexGuides } from '../cut/follow-guide.ts'
import { loopArea } from '../cut/sample-loop.ts'
import { createLineBook } from '../line-book.ts'
import { outlineBlob } from '../outline-blob.ts'
import type { Metres } from '../refine-border.ts'
import { traceGuide } from '../trace-guide.ts'
import { addEnclaves, countExtras } from './add-enclaves.ts'
import { bendToGuides, type GridPlace } from './bend-to-guides.ts'
import { chooseUrban } from './choose-urban.ts'
import { countGrids } from './count-grids.ts'
import { drawCommunities } from './draw-communities.ts'
import { drawGrids } from './draw-grids.ts'
import { drawStreets, isInside } from './draw-streets.ts'
import { frameStreets } from './frame-streets.ts'
import { layField } from './lay-field.ts'
import { mendParts } from './mend-parts.ts'
import { raiseIslands, raiseShoals } from './raise-islands.ts'
import type { Territory } from './territory.ts'
import type { Workshop } from './workshop.ts'

/** Draws the whole tiling: districts, streets, communities, grids, then lakes' islands, enclaves and shoals. */
export function drawTerritory(plan: CityPlan, random: Random, onStep: (share: number) => void): Territory {
  const shop = openWorkshop(plan, random)
  const frames = frameStreets(shop)
  onStep(0.1)
  const streetFaces = drawStreets(shop, frames)
  onStep(0.3)
  const lakes = digLakes(shop, frames, streetFaces)
  const land = streetFaces.map((face, street) => lakes.find((lake) => lake.street === street)?.land ?? [face])

  const extras = countExtras(plan)
  const drawn = drawCommunities(shop, frames, land, plan.totals.communities - extras.communities)
  onStep(0.55)
  const urban = chooseUrban(plan, drawn)
  const communities = drawn.map((community, i) => ({ ...community, urban: urban.has(i) }))
  const counts = countGrids(plan, communities, lakes.length, extras)
  const parts = drawGrids(shop, frames, communities, counts)
  onStep(0.95)

  const territory: Territory = {
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
  bendToGuides(shop, territory.owner, places)
  mendParts(shop, territory.owner, places)
  for (const { lake, face } of lakes) {
    territory.owner[face] =
      territory.grids.push({ community: shoreCommunity(territory, face), special: 'lake' }) - 1
    territory.lakes.push({ face, lake })
  }
  addEnclaves(territory, extras, random.fork('enclaves'))
  raiseIslands(territory, random.fork('islands'))
  raiseShoals(territory, random.fork('shoals'))
  onStep(1)
  return territory
}

function openWorkshop(plan: CityPlan, random: Random): Workshop {
  const corners = plan.districts.flatMap(({ ring }) => ring)
  const middle = (values: readonly number[]) => snap((Math.min(...values) + Math.max(...values)) / 2)
  const plane = createPlane(middle(corners.map(([lon]) => lon)), middle(corners.map(([, lat]) => lat)))
  const metres = ([lon, lat]: LonLat): Metres => [plane.east(snap(lon)), plane.north(snap(lat))]
  const lines = createLineBook()
  const mesh = buildDistricts(plan, plane, lines, random.fork('districts'))
  const field = layField(plan, metres, random.fork('field'))
  const guides = indexGuides(
    plan.guides.map((guide, i) => traceGuide(guide, i, plane, random.fork(`guide ${guide.name}`).below(1e9))),
  )
  const flat = createFrame(0, plane, field, 0, 0, 0, 0, 0)
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
    ground: createFrameCache(flat),
    cache: createFrameCache(flat),
  }
}

interface Lake {
  lake: number
  face: number
  street: number
  land: readonly number[]
}

/** Cuts the plan's lakes out of the streets they lie in; a street has one at most. */
function digLakes(shop: Workshop, frames: readonly Frame[], streetFaces: readonly number[]): Lake[] {
  const lakes: Lake[] = []
  for (const [lake, { at, radiusKm }] of shop.plan.lakes.entries()) {
    const centre = shop.metres(at)
    const street = streetFaces.findIndex((face) => isInside(shop, face, centre))
    if (street < 0 || lakes.some((other) => other.street === street)) continue
    const corners = Math.max(24, Math.round(radiusKm * 40))
    const shore = outlineBlob(
      centre,
      radiusKm * 1000,
      radiusKm * 760,
      0.3,
      0.42,
      corners,
      shop.random.fork(`lake ${lake}`).below(1e9),
    )
    const turned = [0, 0.3, -0.3, 0.6, -0.6, 1].map((turn) =>
      createFrame(0, shop.plane, shop.field, centre[0], centre[1], turn, 0, 0),
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

function placeGrids({ shop, communities, grids, owner }: Territory): GridPlace[] {
  const { plan, mesh } = shop
  const districts = new Map(plan.districts.map(({ code }, i) => [code, i]))
  const places = grids.map(({ community }): GridPlace => {
    const street = communities[community]!.street
    return { community, street, district: districts.get(plan.streets[street]!.district)!, area: 0 }
  })
  for (const [face, grid] of owner.entries())
    if (grid !== undefined) places[grid]!.area += Math.abs(loopArea(layOutLoop(mesh, face, shop.ground)))
  return places
}

/** The community with most of a lake's shore. */
function shoreCommunity({ shop, grids, owner }: Territory, face: number): number {
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
