import { z } from 'zod'
import { gapClasses, standardReasons } from './coverage-enums.ts'
import { Provenance } from '../city/city.ts'
import { DatedCityCode } from '../city/codes.ts'
import { CoverageSum } from './coverage.ts'
import { CoverageOptions, CoverageQuery } from './coverage-options.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CommunityType, PremisesKind, PremisesStatus, RoadClass } from '../enums.ts'

const count = z.number().int().min(0)
/** Degrees, longitude first, interleaved: lon, lat, lon, lat, … */
const Line = z.array(z.number())
/** Rings of all polygons, to be filled with the even–odd rule. */
const Rings = z.array(Line)

const SheetUnit = z.object({ code: z.string(), name: z.string(), nameEn: z.string().nullable() })

/** What a figure of a unit is compared with: the whole city, its town, or its country. */
export const unitReportScopes = ['city', 'urban', 'rural'] as const

/**
 * Printed report of a street or community: map shapes, figures and premises. Gaps and sites have their own
 * lists.
 */
export const UnitReport = z.object({
  unit: SheetUnit.extend({
    level: z.enum(['street', 'community']),
    type: CommunityType.nullable(),
    failings: z.array(z.enum(standardReasons)),
  }),
  /** Parents, district first. */
  above: z.array(SheetUnit),
  households: count,
  residents: count,
  areaM2: z.number(),
  /** West, south, east, north in degrees. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  border: Rings,
  grids: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      rings: Rings,
      households: count,
      residents: count,
      /** Households that no service reaches within its limit. */
      unreached: count,
      gap: z.enum(gapClasses).nullable(),
      /** Walked metres to the nearest open premises; null: unreachable. */
      metres: z.number().nullable(),
      nearest: z.string().nullable(),
    }),
  ),
  /** Communities inside; for a community only itself. */
  communities: z.array(
    SheetUnit.extend({
      type: CommunityType.nullable(),
      rings: Rings,
      grids: count,
      households: count,
      service: CoverageSum,
      branch: CoverageSum,
    }),
  ),
  /** Premises inside, and outside premises that are the nearest of some grid. */
  premises: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      kind: PremisesKind,
      status: PremisesStatus,
      lon: z.number(),
      lat: z.number(),
      inside: z.boolean(),
      areaM2: z.number().nullable(),
      capacity: z.number().nullable(),
      load: z.number().nullable(),
    }),
  ),
  roads: z.array(z.object({ class: RoadClass, line: Line })),
  waterLines: z.array(Line),
  waterAreas: z.array(Rings),
  figures: z.array(
    z.object({
      metric: z.string(),
      sum: CoverageSum,
      /** The same of the scope that the unit is compared with. */
      compared: CoverageSum,
      /** Planned for the town: compared within town or country, wherever most of the unit's households live. */
      scope: z.enum(unitReportScopes),
    }),
  ),
})
export type UnitReport = z.infer<typeof UnitReport>

export const getUnitReport = defineEndpoint({
  id: 'getUnitSheet',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/units/{unit}/sheet',
  summary: 'Returns the report of a street or community: shapes, figures and premises',
  permission: 'coverage.read',
  params: z.object({ city: DatedCityCode, unit: z.string().regex(/^([0-9]{9}|[0-9]{12})$/) }),
  query: CoverageQuery,
  answer: z.object({ provenance: Provenance, options: CoverageOptions, sheet: UnitReport }),
})
