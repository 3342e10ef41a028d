import { type CityPlace, isChineseCity, isInTerritory } from '#shared/city/city-place.ts'
import { findCoordinateSystem } from '../../../../data/coordinates/find-coordinate-system.ts'
import { listSystemsAt } from '../../../../data/coordinates/national-systems.ts'
import { findGaussKruegerCode, listUtmSystems } from '../../../../data/coordinates/projected-systems.ts'

/** Coordinate systems in which such numbers could be places of a city, the usual first. From the middle of many values. */
export function listLikelySystems(xs: readonly number[], ys: readonly number[], place: CityPlace): string[] {
  const [x, y] = [median(xs), median(ys)]
  if (!isChineseCity(place)) return listSystemsElsewhere(x, y, place)
  return [...unswapped(x, y), ...unswapped(y, x).map((system) => `${system}/yx`)]
}

/** The planes that are used where a city outside of China lies, by its settings: those of the smallest area first. */
export function listSystemsOf(place: CityPlace): { system: string; label: string }[] {
  const { longitude, latitude } = place
  if (isChineseCity(place) || longitude === null || latitude === null) return []
  const national = listSystemsAt(longitude, latitude).map(({ id, name }) => ({ system: id, label: name }))
  const known = new Set(national.map(({ system }) => system))
  const zones = listUtmSystems(place)
    .filter((system) => !known.has(system))
    .map((system) => ({ system, label: findCoordinateSystem(system)?.label ?? system }))
  return [...national, ...zones]
}

/** Outside of China: degrees, Web Mercator, and the planes that reach the city. */
function listSystemsElsewhere(x: number, y: number, place: CityPlace): string[] {
  const systems = ['EPSG:4326', 'EPSG:3857', ...listSystemsOf(place).map(({ system }) => system)]
  return ['', '/yx'].flatMap((axes) =>
    systems
      .map((system) => `${system}${axes}`)
      .filter((name) => {
        const system = findCoordinateSystem(name)
        if (system === null) return false
        const isDegrees = Math.abs(x) <= 180 && Math.abs(y) <= 180
        return (system.unit === 'degree') === isDegrees && isInTerritory(place, ...system.toDegrees(x, y))
      }),
  )
}

const isBetween = (value: number, least: number, most: number) => value >= least && value <= most

const MERIDIANS_3 = Array.from({ length: 21 }, (_, i) => 75 + 3 * i)
const UTM_ZONES = [48, 49, 50, 51, 52]

function unswapped(x: number, y: number): string[] {
  if (isBetween(x, 73, 136) && isBetween(y, 3, 54)) return ['EPSG:4490', 'GCJ-02', 'BD-09']
  if (isBetween(x, 8.1e6, 1.52e7) && isBetween(y, 3.3e5, 7.3e6) && !isBetween(x % 1e6, 1e5, 9e5))
    return ['EPSG:3857']
  if (!isBetween(y, 3.3e5, 6e6))
    return isBetween(x, 8.1e6, 1.52e7) && isBetween(y, 3.3e5, 7.3e6) ? ['EPSG:3857'] : []
  if (isBetween(x, 1e5, 9e5)) {
    return [
      ...MERIDIANS_3.map((meridian) => `EPSG:${findGaussKruegerCode(meridian, 3, false)}`),
      ...UTM_ZONES.map((zone) => `EPSG:${32600 + zone}`),
    ]
  }
  const zone = Math.floor(x / 1e6)
  const systems: string[] = []
  if (isBetween(x % 1e6, 1e5, 9e5)) {
    const [narrow, wide] = [
      findGaussKruegerCode(zone * 3, 3, true),
      findGaussKruegerCode(zone * 6 - 3, 6, true),
    ]
    if (isBetween(zone, 25, 45) && narrow !== null) systems.push(`EPSG:${narrow}`)
    if (isBetween(zone, 13, 23) && wide !== null) systems.push(`EPSG:${wide}`)
  }
  if (isBetween(x, 8.1e6, 1.52e7)) systems.push('EPSG:3857')
  return systems
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
