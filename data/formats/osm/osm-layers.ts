import type { OsmTags } from './osm-source.ts'

/** A theme of OpenStreetMap as a layer of rows. */
export interface OsmLayer {
  name: string
  /** `area`: closed ways and multipolygons. `place`: one point, in the middle of what is larger. */
  shape: 'line' | 'area' | 'mixed' | 'place'
  accepts(tags: OsmTags): boolean
  /** Whether a closed way is an area. */
  isArea(tags: OsmTags): boolean
  /** Values by column; the names are those of the tags, and of columns that several tags make. */
  readonly columns: Readonly<Record<string, (tags: OsmTags) => string | null>>
}

const tag =
  (key: string) =>
  (tags: OsmTags): string | null =>
    tags[key] ?? null

const tagColumns = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, tag(key)]))

/** Where a name in Chinese stands beside another one, it is the one that an office calls the thing by. */
const name = (tags: OsmTags): string | null => tags['name:zh'] ?? tags['name'] ?? null

/** Who made it, and under which licence: the database licence asks for it wherever the data go. */
export const OSM_ATTRIBUTION = '© OpenStreetMap contributors (ODbL 1.0)'
const source = () => OSM_ATTRIBUTION

/** Not there, not yet, no longer, or nothing to move along. */
const NO_ROADS = new Set([
  'proposed',
  'construction',
  'abandoned',
  'razed',
  'raceway',
  'rest_area',
  'services',
  'platform',
  'bus_stop',
  'elevator',
])

const roads: OsmLayer = {
  name: 'roads',
  shape: 'line',
  accepts: ({ highway, area }) => highway !== undefined && area !== 'yes' && !NO_ROADS.has(highway),
  isArea: () => false,
  columns: {
    name,
    ...tagColumns('highway', 'bridge', 'tunnel', 'layer', 'foot', 'access', 'sidewalk', 'ref'),
  },
}

const WATER_LINES = new Set(['river', 'stream', 'canal', 'drain', 'ditch'])
const WATER_AREAS = new Set(['riverbank', 'dock'])
const RESERVOIRS = new Set(['reservoir', 'basin'])

const waterways: OsmLayer = {
  name: 'waterways',
  shape: 'mixed',
  accepts: (tags) => WATER_LINES.has(tags['waterway'] ?? '') || isWaterArea(tags),
  isArea: isWaterArea,
  columns: {
    name,
    // what lies underground stops nobody
    waterway: (tags) => tags['water'] ?? tags['waterway'] ?? tags['natural'] ?? tags['landuse'] ?? null,
    barrier: (tags) => (tags['tunnel'] === undefined || tags['tunnel'] === 'no' ? 'yes' : 'no'),
  },
}

function isWaterArea(tags: OsmTags): boolean {
  return (
    tags['natural'] === 'water' ||
    WATER_AREAS.has(tags['waterway'] ?? '') ||
    RESERVOIRS.has(tags['landuse'] ?? '')
  )
}

const buildings: OsmLayer = {
  name: 'buildings',
  shape: 'area',
  accepts: ({ building }) => building !== undefined && building !== 'no',
  isArea: () => true,
  columns: {
    name,
    address: (tags) =>
      tags['addr:full'] ??
      ([tags['addr:street'] ?? tags['addr:place'], tags['addr:housenumber']]
        .filter((part) => part !== undefined)
        .join(' ') ||
        null),
    ...tagColumns('building', 'building:levels'),
    source,
  },
}

/** Offices, schools, shops and the like: where premises could stand. */
const places: OsmLayer = {
  name: 'places',
  shape: 'place',
  accepts: (tags) =>
    tags['name'] !== undefined &&
    ['amenity', 'office', 'shop', 'healthcare', 'government', 'social_facility'].some(
      (key) => tags[key] !== undefined,
    ),
  isArea: () => true,
  columns: {
    name,
    list: (tags) =>
      tags['amenity'] ??
      tags['office'] ??
      tags['shop'] ??
      tags['healthcare'] ??
      tags['social_facility'] ??
      null,
    source,
  },
}

/** Borders of one level of administration. */
const createBoundaries = (level: string): OsmLayer => ({
  name: `boundaries_${level}`,
  shape: 'area',
  accepts: (tags) => tags['boundary'] === 'administrative' && tags['admin_level'] === level,
  isArea: () => true,
  columns: { name, ...tagColumns('name:en', 'admin_level', 'ref') },
})

/** Levels of administration that have names for codes: 2 is a country, 10 a village or a quarter. */
const ADMIN_LEVELS = Array.from({ length: 10 }, (_, i) => String(i + 2))

export const OSM_LAYERS: readonly OsmLayer[] = [
  roads,
  waterways,
  buildings,
  places,
  ...ADMIN_LEVELS.map(createBoundaries),
]
