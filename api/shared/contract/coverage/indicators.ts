import { z } from 'zod'
import { Provenance } from '../city/city.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { IndicatorAggregate } from '../enums.ts'

/** Code of an item of the community data form: the demo's are 0101 … 1203, a city's own may be called otherwise. */
export const IndicatorCode = z.string().regex(/^[0-9A-Za-z_-]{1,20}$/)

/** One item of the community data form (12 categories, 36 items). */
export const IndicatorItem = z.object({
  code: IndicatorCode,
  category: z.number().int(),
  categoryName: z.string(),
  categoryNameEn: z.string(),
  name: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  unitEn: z.string(),
  /** How a street's or the city's figure comes from its communities'. */
  aggregate: IndicatorAggregate,
})
export type IndicatorItem = z.infer<typeof IndicatorItem>

const City = z.object({ city: CityCode })
const year = z.number().int()
const breaks = z.array(z.number())

/** What all communities filled in for one item, and the limits of its classes, which hold for every year. */
export const IndicatorData = z.object({
  item: IndicatorItem,
  /** Ids of the communities, in the order of the values. */
  communities: z.array(z.number().int()),
  /** The latest last; null: not filled in. */
  years: z.array(z.object({ year, values: z.array(z.number().nullable()) })),
  breaks: z.object({ community: breaks, street: breaks, district: breaks }),
})
export type IndicatorData = z.infer<typeof IndicatorData>

export const listIndicators = defineEndpoint({
  id: 'listIndicators',
  method: 'get',
  path: '/cities/{city}/indicators',
  summary: 'Items of the community data form, and the years it was filled in',
  permission: 'coverage.read',
  params: City,
  answer: z.object({ provenance: Provenance, years: z.array(year), items: z.array(IndicatorItem) }),
})

export const getIndicator = defineEndpoint({
  id: 'getIndicator',
  method: 'get',
  path: '/cities/{city}/indicators/{indicator}',
  summary:
    'One item of the community data form: what every community filled in, year by year, with the limits of its classes',
  permission: 'coverage.read',
  params: City.extend({ indicator: IndicatorCode }),
  answer: z.object({ provenance: Provenance, indicator: IndicatorData }),
})
