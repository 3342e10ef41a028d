import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { BuildingRecord } from '../../city-dataset.ts'
import type { CityModel, GridModel } from '../attributes/city-model.ts'
import { assignAddresses, type HouseNumbers } from '../buildings/assign-addresses.ts'
import { buildOnGrid } from '../buildings/build-on-grid.ts'
import type { BuildingDraft } from '../buildings/building-site.ts'
import { createCompoundNames } from '../buildings/create-building-names.ts'
import { buildGridOutlines } from '../buildings/grid-outline.ts'
import { spreadPeople } from '../buildings/spread-people.ts'
import { computeCorners } from '../buildings/rectangle.ts'
import type { LocalPlane } from '../math/create-local-plane.ts'
import { pickRandomDay } from '../math/pick-random-day.ts'
import type { BorderNetwork } from '../network/border-network.ts'
import { findInnermostGridPoint } from './find-innermost-grid-point.ts'

/** Most floors that a building of the city has. */
const MOST_FLOORS = 33

/** Buildings of every grid, whose people add up to the grid's; numbered within each community, grid by grid. */
export function buildBuildingRecords(draft: CityModel, network: BorderNetwork): BuildingRecord[] {
  const { plan, communities, grids, random } = draft
  const outlines = buildGridOutlines(network, grids.length)
  const compoundNames = plan.streets.map(createCompoundNames)
  const houseNumbers = plan.streets.map((): HouseNumbers => new Map())
  const records: BuildingRecord[] = []
  for (const community of communities) {
    let serial = 0
    let group = 0
    const order = [...community.grids].sort((a, b) => (grids[a]!.code < grids[b]!.code ? -1 : 1))
    for (const index of order) {
      const grid = grids[index]!
      const dice = random.fork(`buildings ${grid.code}`)
      const names = {
        compound: (endings: readonly string[]) => compoundNames[community.street]!(dice, endings),
        houseGroup: () => `${community.shortName}${++group}组`,
      }
      const site = buildOnGrid(grid, community, outlines[index]!, names, dice)
      if (grid.households > 0 && site.buildings.every(({ weight }) => weight === 0))
        site.buildings.push(describeHouses(draft, grid, names.houseGroup()))
      const addresses = assignAddresses(site, houseNumbers[community.street]!)
      const people = spreadPeople(grid, site.buildings, dice)
      const surveyedOn = pickRandomDay(dice, 2018, 2018)
      site.buildings.forEach((building, i) => {
        records.push({
          code: `${community.code}B${String(++serial).padStart(5, '0')}`,
          name: building.name,
          address: building.plot === null ? null : addresses[building.plot]!,
          compound: building.compound,
          use: building.use,
          floors: countFloors(building, people[i]!.households),
          ...people[i]!,
          completedOn:
            building.completedOn !== null && building.completedOn < plan.validFrom
              ? building.completedOn
              : null,
          demolishedOn: null,
          source: '演示数据',
          surveyedOn,
          validFrom: plan.validFrom,
          geometry: drawBuilding(building, network.plane),
        })
      })
    }
  }
  return records
}

/** All houses of a grid that has no room for an outline: known by their middle. */
function describeHouses({ territory }: CityModel, grid: GridModel, name: string): BuildingDraft {
  const [x, y] = findInnermostGridPoint(territory, grid)
  const { plane } = territory.shop
  return {
    rectangle: {
      east: plane.east(x),
      north: plane.north(y),
      alongEast: 1,
      alongNorth: 0,
      length: 0,
      depth: 0,
    },
    point: true,
    use: 'residential',
    name,
    compound: null,
    floors: null,
    flatsPerFloor: 0,
    weight: 1,
    completedOn: null,
    plot: null,
  }
}

/** As many floors as the households need, where there turned out to be more of them than planned. */
function countFloors({ floors, flatsPerFloor, use }: BuildingDraft, households: number): number | null {
  if (floors === null || flatsPerFloor === 0) return floors
  const needed = Math.ceil(households / flatsPerFloor) + (use === 'mixed' ? 1 : 0)
  return Math.min(MOST_FLOORS, Math.max(floors, needed))
}

function drawBuilding({ rectangle, point }: BuildingDraft, plane: LocalPlane): BuildingRecord['geometry'] {
  if (point)
    return { kind: 'point', point: [plane.latticeX(rectangle.east), plane.latticeY(rectangle.north)] }
  const corners = computeCorners(rectangle)
  const ring: Point[] = []
  for (let i = 0; i < corners.length; i += 2)
    ring.push([plane.latticeX(corners[i]!), plane.latticeY(corners[i + 1]!)])
  const area: MultiPolygon = [[ring]]
  return { kind: 'area', area }
}
