import { z } from 'zod'
import { Provenance } from '../city/city.ts'
import { CityCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { IndicatorAggregate } from '../enums.ts'

/** Code of an item of the community data form: 0101 … 1203 in the demo; cities may use others. */
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
  /** How the value of a street or the city is computed from its communities. */
  aggregate: IndicatorAggregate,
})
export type IndicatorItem = z.infer<typeof IndicatorItem>

const City = z.object({ city: CityCode })
const year = z.number().int()
const breaks = z.array(z.number())

/** Values of all communities for one item, with class limits that apply to every year. */
export const IndicatorData = z.object({
  item: IndicatorItem,
  /** Community ids in the order of the values. */
  communities: z.array(z.number().int()),
  /** Latest year last; null: no value. */
  years: z.array(z.object({ year, values: z.array(z.number().nullable()) })),
  breaks: z.object({ community: breaks, street: breaks, district: breaks }),
})
export type IndicatorData = z.infer<typeof IndicatorData>

export const listIndicators = defineEndpoint({
  id: 'listIndicators',
  method: 'get',
  path: '/cities/{city}/indicators',
  summary: 'Lists the items of the community data form and its years',
  permission: 'coverage.read',
  params: City,
  answer: z.object({ provenance: Provenance, years: z.array(year), items: z.array(IndicatorItem) }),
})

export const getIndicator = defineEndpoint({
  id: 'getIndicator',
  method: 'get',
  path: '/cities/{city}/indicators/{indicator}',
  summary:
    'Returns one item of the community data form: values of all communities by year, and the class limits',
  permission: 'coverage.read',
  params: City.extend({ indicator: IndicatorCode }),
  answer: z.object({ provenance: Provenance, indicator: IndicatorData }),
})
