import type { StatedCrs } from './stated-crs.ts'
import { findGaussKruegerCode } from './projected-systems.ts'

/**
 * What a well-known text means, as it stands in .prj files and databases: read by its parameters, since the same system
 * bears a different name in every program.
 */
export function readWktCrs(where: string, text: string): StatedCrs {
  const wkt = text.replace(/\s+/g, ' ').trim()
  const stated = { where, text: (/^\w+\s*\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? wkt).slice(0, 80) }
  const datum = datumOf(wkt)
  if (datum === 'old') return { ...stated, system: null, needsParameters: true }
  const projection = /(?:PROJECTION|METHOD|CONVERSION)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1]?.toLowerCase() ?? ''
  if (!/^(PROJCS|PROJCRS)/i.test(wkt)) return { ...stated, system: datum === null ? null : datum }
  if (/mercator/.test(projection) && !/transverse/.test(projection)) {
    return {
      ...stated,
      system: /pseudo|auxiliary|web/i.test(wkt) || /3857|102100/.test(wkt) ? 'EPSG:3857' : null,
    }
  }
  const number = (name: RegExp) =>
    Number(new RegExp(`"${name.source}"\\s*,\\s*(-?[\\d.]+)`, 'i').exec(wkt)?.[1] ?? NaN)
  const meridian = number(/(?:central_meridian|longitude of natural origin)/)
  const easting = number(/false[ _]easting/)
  const scale = number(/(?:scale_factor|scale factor at natural origin)/)
  if (
    datum === null ||
    !/transverse|gauss/.test(projection) ||
    Number.isNaN(meridian) ||
    Number.isNaN(easting)
  )
    return { ...stated, system: null }
  if (Math.abs(scale - 0.9996) < 1e-6) return { ...stated, system: `EPSG:${32600 + (meridian + 183) / 6}` }
  const prefix = (easting - 500_000) / 1e6
  // a six-degree zone shares its meridian with a three-degree one: the plane is the same, only the prefix differs
  const width = prefix > 0 && prefix === (meridian + 3) / 6 ? 6 : 3
  const code = findGaussKruegerCode(meridian, width, prefix > 0)
  return { ...stated, system: code === null ? null : `EPSG:${code}` }
}

function datumOf(wkt: string): 'EPSG:4326' | 'EPSG:4490' | 'old' | null {
  if (/xian|西安|beijing|北京|krassovsky|krasovsky|IAG[_ ]?75|1980/i.test(wkt)) return 'old'
  if (/china[_ ]?(geodetic[_ ]?coordinate[_ ]?system[_ ]?)?2000|CGCS[_ ]?2000|2000国家/i.test(wkt))
    return 'EPSG:4490'
  if (/WGS[_ ]?(19)?84/i.test(wkt)) return 'EPSG:4326'
  return null
}
