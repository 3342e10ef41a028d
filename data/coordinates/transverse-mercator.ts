import { createProjectedSystem } from './projected-systems.ts'
import type { CoordinateSystem } from './coordinate-system.ts'

/** A transverse Mercator plane of CGCS2000 with any parameters, as local surveys use them. */
export interface TransverseMercator {
  /** Degrees. */
  meridian: number
  easting: number
  northing: number
  scale: number
  /** Latitude of the origin, in degrees. */
  latitude: number
}

/** Returns the name under which such a system is found again: 'TM:106.5,500000', with further parameters only where they matter. */
export function nameTransverseMercator({
  meridian,
  easting,
  northing,
  scale,
  latitude,
}: TransverseMercator): string {
  const values = [meridian, easting, northing, scale, latitude]
  const usual = [NaN, NaN, 0, 1, 0]
  while (values.length > 2 && values.at(-1) === usual[values.length - 1]) values.pop()
  return `TM:${values.join(',')}`
}

const NAME = /^tm:(-?[\d.]+),(-?[\d.]+)(?:,(-?[\d.]+))?(?:,([\d.]+))?(?:,(-?[\d.]+))?$/

/** Returns the system of a name like 'tm:106.5,500000': meridian, false easting, false northing, scale, latitude of origin; null: no such name. */
export function findTransverseMercator(word: string): CoordinateSystem | null {
  const found = NAME.exec(word.replace(/\s/g, ''))
  if (!found) return null
  const [meridian, easting, northing, scale, latitude] = [
    Number(found[1]),
    Number(found[2]),
    Number(found[3] ?? 0),
    Number(found[4] ?? 1),
    Number(found[5] ?? 0),
  ]
  const isUsable =
    [meridian, easting, northing, scale, latitude].every(Number.isFinite) &&
    meridian >= 70 &&
    meridian <= 140 &&
    Math.abs(latitude) < 90 &&
    scale > 0.9 &&
    scale < 1.1
  if (!isUsable) return null
  return createProjectedSystem(
    nameTransverseMercator({ meridian, easting, northing, scale, latitude }),
    `CGCS2000 TM ${meridian}E, E ${easting}, N ${northing}`,
    `+proj=tmerc +lat_0=${latitude} +lon_0=${meridian} +k=${scale} +x_0=${easting} +y_0=${northing} +ellps=GRS80 +units=m +no_defs`,
  )
}
