import { DEFAULT_TIME_ZONE } from '../contract/city/time-zone.ts'

/** Where a city lies, as its settings say. */
export interface CityPlace {
  /** Of the IANA list. */
  timeZone: string
  /** Degrees of a point in the city; both null: not stated. */
  longitude: number | null
  latitude: number | null
}

/** Of a city whose settings state nothing. */
export const DEFAULT_PLACE: CityPlace = { timeZone: DEFAULT_TIME_ZONE, longitude: null, latitude: null }

/** Time zones of the places whose maps may be in GCJ-02, BD-09 or the survey zones of China. */
const CHINESE_ZONES: ReadonlySet<string> = new Set([
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Chongqing',
  'Asia/Chungking',
  'Asia/Harbin',
  'Asia/Kashgar',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Macao',
  'PRC',
  'Hongkong',
])

export const isChineseCity = ({ timeZone }: Pick<CityPlace, 'timeZone'>): boolean =>
  CHINESE_ZONES.has(timeZone)

/** Corner points of China in degrees, generously. */
const CHINA = { west: 73, south: 3, east: 136, north: 54 }

/** A place farther away from a city was read in the wrong system, or with its axes exchanged. */
export const TERRITORY_KM = 1000
const KM_PER_DEGREE = 111.2

/**
 * Whether a place in degrees can belong to a city: in China, for a city of China; elsewhere within `TERRITORY_KM` of the
 * point that its settings state, and anywhere without such a point.
 */
export function isInTerritory(place: CityPlace, longitude: number, latitude: number): boolean {
  if (isChineseCity(place))
    return (
      longitude >= CHINA.west && longitude <= CHINA.east && latitude >= CHINA.south && latitude <= CHINA.north
    )
  if (place.longitude === null || place.latitude === null) return true
  const away = Math.abs(longitude - place.longitude)
  const east = Math.min(away, 360 - away) * Math.cos((place.latitude * Math.PI) / 180)
  return Math.hypot(east, latitude - place.latitude) * KM_PER_DEGREE <= TERRITORY_KM
}
