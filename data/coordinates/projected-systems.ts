import proj4 from 'proj4'
import type { CoordinateSystem } from './coordinate-system.ts'

/** Metres on a plane. CGCS2000 and WGS 84 differ by a tenth of a millimetre in the ellipsoid: one is as good as the other. */

export function createProjectedSystem(id: string, label: string, definition: string): CoordinateSystem {
  const { forward, inverse } = proj4(definition)
  return {
    id,
    label,
    unit: 'metre',
    toDegrees(x, y) {
      const [longitude, latitude] = inverse([x, y])
      return [longitude!, latitude!]
    },
    fromDegrees(longitude, latitude) {
      const [x, y] = forward([longitude, latitude])
      return [x!, y!]
    },
  }
}

export const webMercator = createProjectedSystem(
  'EPSG:3857',
  'Web Mercator',
  '+proj=merc +a=6378137 +b=6378137 +units=m +no_defs',
)

/**
 * Gauss–Krüger zones of CGCS2000 by EPSG code. Of each width there are two families: the zone's number before the
 * easting (4528: 40 500 000), or no number (4549: 500 000).
 */
const families = [
  {
    first: 4513,
    last: 4533,
    meridianOf: (code: number) => (code - 4513 + 25) * 3,
    prefixOf: (code: number) => code - 4513 + 25,
    width: 3,
  },
  {
    first: 4534,
    last: 4554,
    meridianOf: (code: number) => (code - 4534 + 25) * 3,
    prefixOf: () => 0,
    width: 3,
  },
  {
    first: 4491,
    last: 4501,
    meridianOf: (code: number) => (code - 4491 + 13) * 6 - 3,
    prefixOf: (code: number) => code - 4491 + 13,
    width: 6,
  },
  {
    first: 4502,
    last: 4512,
    meridianOf: (code: number) => (code - 4502 + 13) * 6 - 3,
    prefixOf: () => 0,
    width: 6,
  },
] as const

/** null: not the code of such a zone. */
export function findGaussKruegerSystem(code: number): CoordinateSystem | null {
  const family = families.find(({ first, last }) => code >= first && code <= last)
  if (!family) return null
  const [meridian, prefix] = [family.meridianOf(code), family.prefixOf(code)]
  return createProjectedSystem(
    `EPSG:${code}`,
    `CGCS2000 ${family.width}° ${meridian}E${prefix > 0 ? ` (${prefix})` : ''}`,
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${prefix * 1e6 + 500_000} +y_0=0 +ellps=GRS80 +units=m +no_defs`,
  )
}

/** The code of a zone by its central meridian; `prefixed`: eastings begin with the zone's number. */
export function findGaussKruegerCode(meridian: number, width: 3 | 6, prefixed: boolean): number | null {
  const family = families.find((each) => each.width === width && each.prefixOf(each.first) > 0 === prefixed)
  if (!family) return null
  for (let code: number = family.first; code <= family.last; code++)
    if (family.meridianOf(code) === meridian) return code
  return null
}

/** Zones 1 to 60 of both halves of the earth. */
export function findUtmSystem(code: number): CoordinateSystem | null {
  const isSouth = code > 32700
  const zone = code - (isSouth ? 32700 : 32600)
  if (zone < 1 || zone > 60) return null
  return createProjectedSystem(
    `EPSG:${code}`,
    `WGS 84 / UTM ${zone}${isSouth ? 'S' : 'N'}`,
    `+proj=utm +zone=${zone}${isSouth ? ' +south' : ''} +datum=WGS84 +units=m +no_defs`,
  )
}

/** The zone of a place and those beside it; of a place that is not stated, none. */
export function listUtmSystems({
  longitude,
  latitude,
}: {
  longitude: number | null
  latitude: number | null
}): string[] {
  if (longitude === null || latitude === null) return []
  const own = Math.min(59, Math.floor((longitude + 180) / 6))
  return [0, -1, 1].map((by) => `EPSG:${(latitude < 0 ? 32701 : 32601) + ((own + by + 60) % 60)}`)
}
