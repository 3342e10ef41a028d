import { z } from 'zod'
import { Provenance } from './city.ts'
import { BasemapFileName } from './basemap.ts'
import { CityCode } from './codes.ts'
import { defineEndpoint, MAX_LARGE_BODY_BYTES } from '../endpoint.ts'
import { PlaceSettings } from './place-settings.ts'
import { FigureSource, MeasuredFrom, gridKinds, premisesLevels, ServingSet } from '../enums.ts'

/**
 * Settings of a city with their defaults. The defaults follow common practice; none is a legal requirement.
 * The database stores only the values that were set, so `CitySettings.parse({})` returns the defaults.
 */

const metres = z.number().min(0).max(100_000)
const share = z.number().min(0).max(100)
const minutes = z.number().int().min(1).max(60)

const Coverage = z
  .object({
    /** Walking speed in metres per minute. */
    walkingSpeed: z.number().min(20).max(200).default(60),
    /** Walked metres per straight metre, where no road network is available. */
    detourFactor: z.number().min(1).max(3).default(1.3),
    /** Outer limits of the walking circles in minutes (GB 50180-2018: 5, 10, 15). */
    circles: z
      .object({ inner: minutes.default(5), middle: minutes.default(10), outer: minutes.default(15) })
      .strict()
      .prefault({})
      .refine(({ inner, middle, outer }) => inner < middle && middle < outer, {
        message: 'each circle is wider than the one before',
      }),
    /** Whether distances are measured from buildings or from the points of the grids. */
    measuredFrom: MeasuredFrom.default('buildings'),
    /** Minutes of walking within which a service counts as reached. */
    serviceMinutes: z.number().min(1).max(60).default(10),
    /** In the country people go by electric bicycle, and the village's own premises serve. */
    rural: z
      .object({
        /** Metres per minute. */
        speed: z.number().min(20).max(1000).default(250),
        serviceMinutes: z.number().min(1).max(60).default(10),
        serving: ServingSet.default('all'),
      })
      .strict()
      .prefault({}),
    /** Target: square metres of premises per 100 households. */
    areaPer100Households: z.number().min(0).max(1000).default(30),
    /** Premises within this many metres of each other share the households around them. */
    nearMetres: z.number().min(0).max(1000).default(50),
    /** Lower limits, in percent, of the ratings good, fair and poor. */
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

/** Requirements of the premises standard (达标). */
const Standard = z
  .object({
    /** Minimum floor area in m² by level. */
    areas: z
      .object(eachOf(premisesLevels, (level) => z.number().min(0).max(100_000).default(standardAreas[level])))
      .strict()
      .prefault({}),
    /** Minimum and recommended floor area of a red fortress centre in m². */
    center: z
      .object({ least: metres.default(600), better: metres.default(800) })
      .strict()
      .prefault({}),
    /** Rented and borrowed rooms count too. */
    anyTenure: z.boolean().default(true),
  })
  .strict()

const households = z.number().int().min(0).max(100_000).nullable()

/** Limits for grids of one kind, in town or in the country; null: no limit. */
const RuleProfile = z
  .object({
    minHouseholds: households.default(null),
    maxHouseholds: households.default(null),
    minWorkers: z.number().int().min(0).max(100).default(1),
    /** Smaller grids are reported as slivers, m². */
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
    /** Order of a renumbering, which happens only on request. */
    order: z.enum(['west_to_east', 'north_to_south']).default('west_to_east'),
  })
  .strict()

/** What counts as a slip of the pointer. */
const Drawing = z
  .object({
    /** A third part of a divided grid below both limits stays with the part beside it: percent of the grid. */
    crumbShare: z.number().min(0).max(10).default(1),
    /** m². */
    crumbAreaM2: z.number().min(0).max(10_000).default(200),
  })
  .strict()

/** Who may decide on a draft. */
const Review = z
  .object({
    /**
     * Whether a person may approve and publish a draft that they submitted or of which they made a step: for
     * places with one official. Off: four eyes.
     */
    allowOwnWork: z.boolean().default(false),
  })
  .strict()

/** Image formats that cannot contain scripts. The limit equals 200 kB of base64. */
const Logo = z
  .string()
  .max(200_000)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/)

const Names = z
  .object({
    /** Replaces the name of the city in the header of the map. */
    title: z.string().trim().max(40).nullable().default(null),
    titleEn: z.string().trim().max(60).nullable().default(null),
    logo: Logo.nullable().default(null),
    /** 审图号: map approval number, always visible at the lower left of every map. */
    approvalNumber: z.string().trim().max(60).nullable().default(null),
  })
  .strict()

export const basemapKinds = ['none', 'tianditu_vector', 'tianditu_image', 'xyz', 'file'] as const

/** Basemap under the layers of the city. By default there is none, so that no request leaves the network. */
const Basemap = z
  .object({
    kind: z.enum(basemapKinds).default('none'),
    /**
     * For `xyz`: raster tiles in Web Mercator without the GCJ-02 offset, such as
     * https://tiles.example.cn/{z}/{x}/{y}.png.
     */
    address: z
      .string()
      .trim()
      .max(500)
      .refine(isTileAddress, { message: 'an address of http or https with {z}, {x} and {y}' })
      .nullable()
      .default(null),
    /** For `file`: name of an MBTiles or PMTiles file of images in the folder of the server. */
    file: BasemapFileName.nullable().default(null),
    /** Closest zoom that has tiles, which closer views enlarge; of a file it is read from the file. */
    maxZoom: z.number().int().min(0).max(20).default(18),
    /** Copyright holder of the basemap, shown with the source. */
    attribution: z.string().trim().max(80).nullable().default(null),
    /** Percent. */
    opacity: z.number().int().min(10).max(100).default(70),
  })
  .strict()
  .refine(({ kind, address }) => kind !== 'xyz' || address !== null, {
    path: ['address'],
    message: 'tiles of one’s own need their address',
  })
  .refine(({ kind, file }) => kind !== 'file' || file !== null, {
    path: ['file'],
    message: 'a basemap out of a file needs its name',
  })

/**
 * Whether the text is an http(s) URL without credentials that has {z}, {x} and {y} once each, none of them in
 * the host.
 */
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

const Buildings = z
  .object({
    /** Whether the declared households and residents of a grid hold, or those of its buildings where they are counted. */
    figures: FigureSource.default('declared'),
    /** Percent of the declared households from which the difference to the counted ones is listed. */
    largeDifference: z.number().int().min(1).max(100).default(20),
  })
  .strict()

export const CitySettings = z
  .object({
    coverage: Coverage.prefault({}),
    buildings: Buildings.prefault({}),
    standard: Standard.prefault({}),
    rules: z
      .object(eachOf(gridKinds, (kind) => RuleProfile.prefault(profilePresets[kind] ?? {})))
      .strict()
      .prefault({}),
    /** In the country a grid is a natural village or a village group: no band of households. */
    ruralRules: z
      .object(eachOf(gridKinds, () => RuleProfile.prefault({})))
      .strict()
      .prefault({}),
    gridCodes: GridCodes.prefault({}),
    drawing: Drawing.prefault({}),
    review: Review.prefault({}),
    names: Names.prefault({}),
    place: PlaceSettings.prefault({}),
    basemap: Basemap.prefault({}),
  })
  .strict()
export type CitySettings = z.infer<typeof CitySettings>

/** Settings as stored. `version` counts changes and detects concurrent edits. */
export interface StoredSettings {
  version: number
  settings: CitySettings
}

/**
 * Reads stored settings. A section that does not match the schema of this version falls back to its defaults,
 * so that the city still opens.
 */
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
  summary: 'Returns the settings of the city, including defaults',
  permission: 'city.read',
  params: z.object({ city: CityCode }),
  answer: z.object({ provenance: Provenance, version: z.number().int(), settings: CitySettings }),
})

export const putSettings = defineEndpoint({
  id: 'putSettings',
  // a logo has up to 200 kB
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  method: 'put',
  path: '/cities/{city}/settings',
  summary: 'Changes the settings as one revision of the city, with an audit row',
  permission: 'settings.manage',
  params: z.object({ city: CityCode }),
  body: z
    .object({
      requestId: z.uuid(),
      note: z.string().trim().min(1).max(300),
      /** Version of the settings on which the change is based. */
      version: z.number().int(),
      settings: CitySettings,
    })
    .strict(),
  answer: z.object({ provenance: Provenance, version: z.number().int(), settings: CitySettings }),
})
