import { z } from 'zod'
import { Provenance } from './city.ts'
import { CityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { gridKinds, premisesLevels } from '../enums.ts'

/**
 * What a city decides for itself. Presets where it has not: every figure here is somebody's practice, none is a law of
 * nature. Stored is what was set; `CitySettings.parse({})` is a city that has set nothing.
 */

const metres = z.number().min(0).max(100_000)
const share = z.number().min(0).max(100)
const minutes = z.number().int().min(1).max(60)

const Coverage = z
  .object({
    /** Metres a minute on foot. */
    walkingSpeed: z.number().min(20).max(200).default(60),
    /** Walked metres for each straight one, where there is no network to walk on. */
    detourFactor: z.number().min(1).max(3).default(1.3),
    /** Minutes on foot at which the walking circles end (GB 50180-2018: 5, 10, 15). */
    circles: z
      .object({ inner: minutes.default(5), middle: minutes.default(10), outer: minutes.default(15) })
      .strict()
      .prefault({})
      .refine(({ inner, middle, outer }) => inner < middle && middle < outer, {
        message: 'each circle is wider than the one before',
      }),
    /** Minutes within which a service counts as reached. */
    serviceMinutes: z.number().min(1).max(60).default(10),
    /** Square metres of premises for each hundred households. */
    areaPer100Households: z.number().min(0).max(1000).default(30),
    /** Shares in percent from which a figure is good, fair, poor. */
    bands: z
      .object({ good: share.default(95), fair: share.default(90), poor: share.default(85) })
      .strict()
      .prefault({})
      .refine(({ good, fair, poor }) => good > fair && fair > poor, {
        message: 'good is more than fair, fair more than poor',
      }),
  })
  .strict()

const standardAreas = {
  city: 3000,
  county: 2000,
  street: 1000,
  community: 500,
  village: 200,
} satisfies Record<(typeof premisesLevels)[number], number>

/** When premises are up to standard (达标). */
const Standard = z
  .object({
    /** Least floor area in m², by level. */
    areas: z
      .object(eachOf(premisesLevels, (level) => z.number().min(0).max(100_000).default(standardAreas[level])))
      .strict()
      .prefault({}),
    /** Least and better floor area of a red fortress centre in m². */
    center: z
      .object({ least: metres.default(600), better: metres.default(800) })
      .strict()
      .prefault({}),
    /** Rented or borrowed rooms count as well. */
    anyTenure: z.boolean().default(true),
  })
  .strict()

const households = z.number().int().min(0).max(100_000).nullable()

/** What a grid of one kind should be like; null: no limit. */
const RuleProfile = z
  .object({
    minHouseholds: households.default(null),
    maxHouseholds: households.default(null),
    minWorkers: z.number().int().min(0).max(100).default(1),
    /** Smaller ones are taken for slivers, m². */
    minAreaM2: z.number().min(0).max(1_000_000).default(100),
  })
  .strict()
  .refine(
    ({ minHouseholds, maxHouseholds }) =>
      minHouseholds === null || maxHouseholds === null || minHouseholds <= maxHouseholds,
    { message: 'the least is not more than the most' },
  )
export type RuleProfile = z.infer<typeof RuleProfile>

const profilePresets: Partial<Record<(typeof gridKinds)[number], z.input<typeof RuleProfile>>> = {
  comprehensive: { minHouseholds: 300, maxHouseholds: 500 },
}

const GridCodes = z
  .object({
    /** First serial number inside a community. */
    first: z.number().int().min(1).max(900).default(1),
    /** In which order a renumbering goes; it is only ever asked for. */
    order: z.enum(['west_to_east', 'north_to_south']).default('west_to_east'),
  })
  .strict()

/** Pictures that can hold no script. 200 kB of base64 text. */
const Logo = z
  .string()
  .max(200_000)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/)

const Names = z
  .object({
    /** Instead of the city's name in the head of the map. */
    title: z.string().trim().max(40).nullable().default(null),
    titleEn: z.string().trim().max(60).nullable().default(null),
    logo: Logo.nullable().default(null),
    /** 审图号, shown at the lower left of every map and never covered. */
    approvalNumber: z.string().trim().max(60).nullable().default(null),
  })
  .strict()

export const basemapKinds = ['none', 'tianditu_vector', 'tianditu_image', 'xyz'] as const

/** What lies under the city's own map; nothing unless it is chosen, so that no request leaves the network. */
const Basemap = z
  .object({
    kind: z.enum(basemapKinds).default('none'),
    /** Of `xyz`: picture tiles in Web Mercator without the offset of GCJ-02, such as https://tiles.example.cn/{z}/{x}/{y}.png. */
    address: z
      .string()
      .trim()
      .max(500)
      .refine(isTileAddress, { message: 'an address of http or https with {z}, {x} and {y}' })
      .nullable()
      .default(null),
    /** Whose map it is, shown with the source. */
    attribution: z.string().trim().max(80).nullable().default(null),
    /** Percent. */
    opacity: z.number().int().min(10).max(100).default(70),
  })
  .strict()
  .refine(({ kind, address }) => kind !== 'xyz' || address !== null, {
    path: ['address'],
    message: 'tiles of one’s own need their address',
  })

/** http or https, a host without a name and password, each of the three once and none in the host. */
function isTileAddress(text: string): boolean {
  const once = ['{z}', '{x}', '{y}'].every((part) => text.split(part).length === 2)
  return (
    once &&
    /^https?:\/\/[a-z0-9.:[\]-]+\/[^\s{}]*$/i.test(
      text.replace('{z}', '1').replace('{x}', '1').replace('{y}', '1'),
    ) &&
    !/^[^/]*\/\/[^/]*[{}]/.test(text)
  )
}

export const CitySettings = z
  .object({
    coverage: Coverage.prefault({}),
    standard: Standard.prefault({}),
    rules: z
      .object(eachOf(gridKinds, (kind) => RuleProfile.prefault(profilePresets[kind] ?? {})))
      .strict()
      .prefault({}),
    gridCodes: GridCodes.prefault({}),
    names: Names.prefault({}),
    basemap: Basemap.prefault({}),
  })
  .strict()
export type CitySettings = z.infer<typeof CitySettings>

/** As it is stored: `version` counts changes, so that nobody overwrites what they have not seen. */
export interface StoredSettings {
  version: number
  settings: CitySettings
}

/** A section that a newer or older program has written otherwise falls back to its presets; the city still opens. */
export function readStoredSettings(stored: unknown): StoredSettings {
  const { version = 0, ...sections } =
    typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {}
  const sound = Object.entries(CitySettings.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(sections[name])
    return parsed.success ? [[name, parsed.data]] : []
  })
  return { version: Number(version), settings: CitySettings.parse(Object.fromEntries(sound)) }
}

function eachOf<const Keys extends readonly string[], T>(
  keys: Keys,
  make: (key: Keys[number]) => T,
): Record<Keys[number], T> {
  const entries: [Keys[number], T][] = keys.map((key) => [key, make(key)])
  return Object.fromEntries(entries) as Record<Keys[number], T>
}

export const getSettings = defineEndpoint({
  id: 'getSettings',
  method: 'get',
  path: '/cities/{city}/settings',
  summary: 'What the city has decided for itself, presets filled in',
  permission: 'city.read',
  params: z.object({ city: CityCode }),
  answer: z.object({ provenance: Provenance, version: z.number().int(), settings: CitySettings }),
})

export const putSettings = defineEndpoint({
  id: 'putSettings',
  method: 'put',
  path: '/cities/{city}/settings',
  summary: 'Change them; a change of the city like any other, with its revision and audit row',
  permission: 'settings.manage',
  params: z.object({ city: CityCode }),
  body: z
    .object({
      requestId: z.uuid(),
      note: z.string().trim().min(1).max(300),
      /** Of the settings that were changed. */
      version: z.number().int(),
      settings: CitySettings,
    })
    .strict(),
  answer: z.object({ provenance: Provenance, version: z.number().int(), settings: CitySettings }),
})
