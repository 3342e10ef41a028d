import { describeStatedCode, type StatedCrs } from './stated-crs.ts'
import { findGaussKruegerCode } from './projected-systems.ts'
import { findNationalSystem, findSystemNamed } from './national-systems.ts'
import { nameTransverseMercator } from './transverse-mercator.ts'

/**
 * Returns what a well-known text means, as it stands in .prj files and databases: read by its parameters, since the same
 * system bears a different name in every program.
 */
export function readWktCrs(where: string, text: string): StatedCrs {
  const wkt = text.replace(/\s+/g, ' ').trim()
  const named = { where, text: (/^\w+\s*\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? wkt).slice(0, 80) }
  const found = datumOf(wkt)
  const isGrs80 = found === null && /6378137(?:\.0*)?\s*,\s*298\.2572221/.test(wkt)
  const datum = isGrs80 ? 'EPSG:4490' : found
  const stated = isGrs80 ? { ...named, datumUnknown: true } : named
  if (datum === 'old') return { ...stated, system: null, needsParameters: true }
  if (datum === 'foreign') {
    const system = findForeignSystem(wkt)
    return system === null ? { ...stated, system, unsupported: true } : { ...stated, system }
  }
  const projection = /(?:PROJECTION|METHOD|CONVERSION)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1]?.toLowerCase() ?? ''
  if (!/^(PROJCS|PROJCRS)/i.test(wkt)) return { ...stated, system: datum === null ? null : datum }
  if (/mercator/.test(projection) && !/transverse/.test(projection)) {
    return {
      ...stated,
      system: /pseudo|auxiliary|web/i.test(wkt) || /3857|102100/.test(wkt) ? 'EPSG:3857' : null,
    }
  }
  return { ...stated, system: datum === null ? null : readTransverseMercator(wkt, projection) }
}

/** A system of another country by its EPSG code or, as ESRI writes no codes, by its name. */
function findForeignSystem(wkt: string): string | null {
  const code = Number(OWN_CODE.exec(wkt)?.slice(1).find(Boolean))
  const byCode = Number.isInteger(code) ? findNationalSystem(code) : null
  const name = /^PROJ(?:CS|CRS)\s*\[\s*"([^"]*)"/i.exec(wkt)?.[1]
  return byCode?.id ?? (name === undefined ? null : findSystemNamed(name))
}

/** The name of a system on the plane; null: the text lacks a parameter, or has one that is none of ours. */
function readTransverseMercator(wkt: string, projection: string): string | null {
  const number = (name: RegExp, otherwise: number) =>
    Number(new RegExp(`"${name.source}"\\s*,\\s*(-?[\\d.]+(?:e[+-]?\\d+)?)`, 'i').exec(wkt)?.[1] ?? otherwise)
  const meridian = number(/(?:central_meridian|longitude of natural origin)/, NaN)
  const easting = number(/false[ _]easting/, NaN)
  const northing = number(/false[ _]northing/, 0)
  const latitude = number(/(?:latitude[ _]of[ _]origin|latitude of natural origin)/, 0)
  const scale = number(/(?:scale_factor|scale factor at natural origin)/, 1)
  // the last unit is that of the plane
  const [, metres = '1'] =
    [...wkt.matchAll(/(?:LENGTH)?UNIT\s*\[\s*"[^"]*"\s*,\s*([\d.e+-]+)/gi)].at(-1) ?? []
  if (!/transverse|gauss/.test(projection) || Number.isNaN(meridian) || Number.isNaN(easting)) return null
  if (Number(metres) !== 1) return null
  const isPlain = northing === 0 && latitude === 0
  const zone = (meridian + 183) / 6
  const isUtm = latitude === 0 && Math.abs(scale - 0.9996) < 1e-9 && easting === 500_000
  if (isUtm && Number.isInteger(zone) && (northing === 0 || northing === 10_000_000))
    return `EPSG:${(northing === 0 ? 32600 : 32700) + zone}`
  const prefix = (easting - 500_000) / 1e6
  if (isPlain && scale === 1 && Number.isInteger(prefix)) {
    // a six-degree zone shares its meridian with a three-degree one: the plane is the same, only the prefix differs
    const width = prefix > 0 && prefix === (meridian + 3) / 6 ? 6 : 3
    const isZone = prefix === 0 || prefix === (width === 6 ? (meridian + 3) / 6 : meridian / 3)
    const code = isZone ? findGaussKruegerCode(meridian, width, prefix > 0) : null
    if (code !== null) return `EPSG:${code}`
  }
  return nameTransverseMercator({ meridian, easting, northing, scale, latitude })
}

const OWN_CODE =
  /AUTHORITY\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]\s*$|ID\s*\[\s*"EPSG"\s*,\s*(\d+)\s*\]\s*\]\s*$/i
const OLD =
  /xian|西安|beijing[ _]?(?:19)?54|new[ _]beijing|北京[ _]?(?:19)?54|新?北京坐标系|krass?ovsk|IAG[ _]?(?:19)?75|6378140(?!\d)|6378245(?!\d)/i
const FOREIGN = new RegExp(
  [
    'ETRS|NAD[ _]?(?:19)?(?:27|83)|north_american|JGD|tokyo|pulkovo|OSGB|european_(?:19|datum)|GDA[ _]?(?:19)?(?:94|2020)',
    'SIRGAS|hong_kong|TWD|korea|PZ[ _]?90|CH1903|amersfoort|S[ _-]?JTSK|RGF[ _]?93|Hartebeesthoek|GDM[ _]?2000',
    'Hermannskogel|MGI|Belge|Datum_73|DHDN|Deutsches|lisbon|POSGAR|NZGD|new_zealand',
  ].join('|'),
  'i',
)

function datumOf(wkt: string): 'EPSG:4326' | 'EPSG:4490' | 'old' | 'foreign' | null {
  if (OLD.test(wkt)) return 'old'
  const own = OWN_CODE.exec(wkt)
  if (own && describeStatedCode(Number(own[1] ?? own[2])).needsParameters) return 'old'
  if (/china[_ ]?(geodetic[_ ]?coordinate[_ ]?system[_ ]?)?2000|CGCS[_ ]?2000|2000国家/i.test(wkt))
    return 'EPSG:4490'
  if (FOREIGN.test(wkt)) return 'foreign'
  if (/WGS[_ ]?(19)?84/i.test(wkt)) return 'EPSG:4326'
  return null
}
