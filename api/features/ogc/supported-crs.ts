import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'

/** A supported coordinate reference system. `northFirst`: its authority defines the northing as the first axis. */
export interface OgcCrs {
  uri: string
  system: CoordinateSystem
  northFirst: boolean
}

const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'

export const SUPPORTED_CRS: readonly OgcCrs[] = [
  { uri: CRS84, system: findCoordinateSystem('EPSG:4326')!, northFirst: false },
  { uri: epsg(4326), system: findCoordinateSystem('EPSG:4326')!, northFirst: true },
  { uri: epsg(4490), system: findCoordinateSystem('EPSG:4490')!, northFirst: true },
  { uri: epsg(4549), system: findCoordinateSystem('EPSG:4549')!, northFirst: true },
  { uri: epsg(3857), system: findCoordinateSystem('EPSG:3857')!, northFirst: false },
]

/** Finds a system by URI, or by the short names that clients send: 'EPSG:4549', '[EPSG:4549]'. Undefined URI: CRS84. */
export function findOgcCrs(uri: string | undefined): OgcCrs | undefined {
  if (uri === undefined) return SUPPORTED_CRS[0]
  const short = /^\[?(?:urn:ogc:def:crs:)?EPSG:{1,2}(\d+)\]?$/i.exec(uri)?.[1]
  return SUPPORTED_CRS.find((each) => each.uri === (short === undefined ? uri : epsg(Number(short))))
}
