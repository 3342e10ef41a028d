import type { CommunityModel, GridModel } from '../attributes/city-model.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { createBuildingSite, type BuildingSite } from './building-site.ts'
import { pickCompoundStyle, type CompoundPlace } from './compound-styles.ts'
import { isInsideOutline, type GridOutline } from './grid-outline.ts'
import { OCCUPANCY, placeCompound } from './place-compound.ts'
import { placeHouseGroups } from './place-house-groups.ts'
import { placeInstitution, placeParkBuildings } from './place-park-buildings.ts'
import { placeStreetFronts } from './place-street-fronts.ts'

/** Names for what is built in one community. */
interface BuildingNames {
  compound(endings: readonly string[]): string
  houseGroup(): string
}

/** Share of the households of a town's grid that live in rows of houses rather than in flats. */
const HOUSE_SHARE = { town: 0.34, converted: 0.2 }

/** Builds on one grid what its kind of place has; on a lake, nothing. */
export function buildOnGrid(
  grid: GridModel,
  community: CommunityModel,
  outline: GridOutline,
  names: BuildingNames,
  random: RandomStream,
): BuildingSite {
  const site = createBuildingSite(outline, [community.east, community.north], random)
  if (grid.special === 'lake') return site
  if (grid.special === 'enclave') placeInstitution(site, 2 + random.below(4))
  else if (grid.park >= 0) placeParkBuildings(site, grid.households, grid.areaKm2)
  else if (community.kind === 'village' || community.type === 'park') {
    if (community.urban) buildTown(site, grid, community, names)
    else buildVillage(site, grid, names)
  } else buildTown(site, grid, community, names)
  return site
}

function buildVillage(site: BuildingSite, grid: GridModel, names: BuildingNames): void {
  const { random, outline, centre } = site
  const middle = isInsideOutline(outline, centre[0], centre[1])
  placeStreetFronts(site, middle ? 1 + random.below(2) : random.chance(0.15) ? 1 : 0, 'village')
  placeHouseGroups(site, grid.households, 'village', names.houseGroup)
}

function buildTown(
  site: BuildingSite,
  grid: GridModel,
  community: CommunityModel,
  names: BuildingNames,
): void {
  const { random } = site
  const dense = community.urban && community.type === 'ordinary'
  const place: CompoundPlace = !community.urban ? 'town' : dense ? 'centre' : 'fresh'
  placeStreetFronts(site, community.urban ? 4 + random.below(7) : 2 + random.below(4), 'town')
  const above = site.buildings.reduce((sum, { weight }) => sum + weight, 0) * OCCUPANCY
  let households = Math.max(grid.households - above, 0.5 * grid.households)

  const houses = !community.urban
    ? HOUSE_SHARE.town
    : community.type === 'converted'
      ? HOUSE_SHARE.converted
      : 0
  const inHouses = Math.round(households * houses * random.between(0.6, 1.4))
  households -= inHouses
  for (const share of splitAmongCompounds(households, random))
    placeCompound(site, pickCompoundStyle(place, random), share, names.compound)
  if (inHouses >= 8) placeHouseGroups(site, inHouses, 'town', names.houseGroup)
}

/** Among one to three compounds of different size. */
function splitAmongCompounds(households: number, random: RandomStream): number[] {
  const most = households < 110 ? 1 : households < 260 ? 2 : 3
  const weights = Array.from({ length: 1 + random.below(most) }, () => random.between(0.4, 1.2))
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => (households * weight) / sum)
}
