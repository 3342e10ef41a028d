import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import { systemOf } from '../../../data/coordinates/system-of.ts'

/** A system that features can be asked in: its URI, and whether its first axis points north, as its authority has it. */
export interface OgcSystem {
  uri: string
  system: CoordinateSystem
  northFirst: boolean
}

const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'

export const SYSTEMS: readonly OgcSystem[] = [
  { uri: CRS84, system: systemOf('EPSG:4326')!, northFirst: false },
  { uri: epsg(4326), system: systemOf('EPSG:4326')!, northFirst: true },
  { uri: epsg(4490), system: systemOf('EPSG:4490')!, northFirst: true },
  { uri: epsg(4549), system: systemOf('EPSG:4549')!, northFirst: true },
  { uri: epsg(3857), system: systemOf('EPSG:3857')!, northFirst: false },
]

/** By URI, or by the short names that clients use: 'EPSG:4549', '[EPSG:4549]'. */
export function ogcSystem(uri: string | undefined): OgcSystem | undefined {
  if (uri === undefined) return SYSTEMS[0]
  const short = /^\[?(?:urn:ogc:def:crs:)?EPSG:{1,2}(\d+)\]?$/i.exec(uri)?.[1]
  return SYSTEMS.find((each) => each.uri === (short === undefined ? uri : epsg(Number(short))))
}
