import { z } from 'zod'
import { BuildingRow, BuildingSums, HouseholdsCompared } from './buildings.ts'
import { Provenance } from './city.ts'
import { DatedCityCode, Day, GridCode, PlaceCode } from './codes.ts'
import { UnitPathItem } from './features.ts'
import { defineEndpoint } from '../endpoint.ts'
import { GridKind, PremisesKind, RoadClass } from '../enums.ts'

const count = z.number().int().min(0)
/** Degrees, longitude first, interleaved: lon, lat, lon, lat, … */
const Line = z.array(z.number())
/** Rings of all polygons, to be filled with the even–odd rule. */
const Rings = z.array(Line)

/** One grid for the person who walks it: its ground, and its buildings by the numbers that the map shows. */
export const GridSheet = z.object({
  code: GridCode,
  name: z.string(),
  kind: GridKind,
  /** District, street, community. */
  path: z.array(UnitPathItem),
  residents: count,
  members: count,
  fullTimeWorkers: count,
  partTimeWorkers: count,
  branchSince: Day.nullable(),
  areaM2: z.number(),
  /** Declared and counted; of the grid itself. */
  households: HouseholdsCompared,
  sums: BuildingSums,
  /** West, south, east, north of the grid in degrees. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  border: Rings,
  /** Grids that are seen on the map beside this one. `community`: its name where it is another one. */
  neighbours: z.array(
    z.object({ code: GridCode, name: z.string(), community: z.string().nullable(), rings: Rings }),
  ),
  roads: z.array(z.object({ class: RoadClass, name: z.string().nullable(), line: Line })),
  waterLines: z.array(z.object({ name: z.string().nullable(), line: Line })),
  waterAreas: z.array(z.object({ name: z.string().nullable(), rings: Rings })),
  /** Open premises that are seen on the map. */
  premises: z.array(
    z.object({ code: PlaceCode, name: z.string(), kind: PremisesKind, lon: z.number(), lat: z.number() }),
  ),
  /** By number, from 1. `rings`: the footprint; none: it is a point. */
  buildings: z.array(BuildingRow.extend({ number: z.number().int().min(1), rings: Rings })),
  /** Footprints of other grids that are seen on the map. */
  otherBuildings: z.array(Rings),
})
export type GridSheet = z.infer<typeof GridSheet>

export const getGridSheet = defineEndpoint({
  id: 'getGridSheet',
  method: 'get',
  path: '/cities/{city}/grids/{grid}/sheet',
  summary: 'Returns the map of one grid with its numbered buildings, for whoever walks it',
  permission: 'city.read',
  params: z.object({ city: DatedCityCode, grid: GridCode }),
  answer: z.object({ provenance: Provenance, sheet: GridSheet }),
})
