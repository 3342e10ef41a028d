import type { CoordinateSystem } from './coordinate-system.ts'
import { cgcs2000, wgs84 } from './geographic-systems.ts'
import { findNationalSystem } from './national-systems.ts'
import { findGaussKruegerSystem, findUtmSystem, webMercator } from './projected-systems.ts'
import { findTransverseMercator } from './transverse-mercator.ts'
import { bd09, gcj02 } from './shifted-systems.ts'

const known = new Map<string, CoordinateSystem | null>()

/**
 * The coordinate system of a name as people write it: 'EPSG:4549', '4528', 'gcj02', 'CGCS2000', 'bd-09'; '/yx' behind
 * it exchanges the axes. null: no such system.
 */
export function findCoordinateSystem(name: string): CoordinateSystem | null {
  const word = name.trim().toLowerCase()
  let system = known.get(word)
  if (system === undefined) known.set(word, (system = find(word)))
  return system
}

function find(word: string): CoordinateSystem | null {
  if (word.endsWith('/yx')) {
    const base = findCoordinateSystem(word.slice(0, -3))
    return base && swapped(base)
  }
  const local = findTransverseMercator(word)
  if (local) return local
  const plain = word.replace(/[\s_-]/g, '')
  const names: Record<string, CoordinateSystem> = {
    gcj02: gcj02,
    gcj: gcj02,
    bd09: bd09,
    baidu: bd09,
    amap: gcj02,
    wgs84: wgs84,
    crs84: wgs84,
    cgcs2000: cgcs2000,
    webmercator: webMercator,
  }
  if (Object.hasOwn(names, plain)) return names[plain]!
  const code = Number(
    /^(?:epsg::?|urn:ogc:def:crs:epsg:[\d.]*:|https?:\/\/www\.opengis\.net\/def\/crs\/epsg\/\d+\/)?(\d{4,6})$/.exec(
      word,
    )?.[1] ?? NaN,
  )
  switch (code) {
    case 4326:
      return wgs84
    case 4490:
      return cgcs2000
    case 3857:
    case 900913:
    case 102100:
      return webMercator
    default:
      return Number.isNaN(code)
        ? /crs84$/.test(word)
          ? wgs84
          : null
        : (findGaussKruegerSystem(code) ?? findUtmSystem(code) ?? findNationalSystem(code))
  }
}

function swapped({ id, label, unit, toDegrees, fromDegrees }: CoordinateSystem): CoordinateSystem {
  return {
    id: `${id}/yx`,
    label: `${label} (Y, X)`,
    unit,
    toDegrees: (x, y) => toDegrees(y, x),
    fromDegrees(longitude, latitude) {
      const [x, y] = fromDegrees(longitude, latitude)
      return [y, x]
    },
  }
}
