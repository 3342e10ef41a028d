import type { CityVersion } from '../../tables/open-city-tables.ts'
import type { UnitLevel } from '#shared/contract/enums.ts'
import Flatbush from 'flatbush'
import { createPointLocator } from '#shared/geometry/shapes/point-locator.ts'
import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { Revision } from '#shared/contract/ids.ts'
import { readTablePages, type PageReader } from '../../tables/read-table-pages.ts'
import { decodeArea } from '../../tables/decode-shapes.ts'
import type { StoredUnit } from '../../tables/stored-rows.ts'

/** What stands beside the facts of a row that is in the database. */
export interface ExistingRow {
  validTo?: string | null
  version?: number
  revision: Revision
}

/** The city as it stands, as far as an import has to know: its units, by code, name and place. */
export interface ExistingCity {
  city: CityVersion
  units: ReadonlyMap<string, StoredUnit & ExistingRow>
  /** Shape of a standing unit; null when it has none. */
  shapeOf(code: string): MultiPolygon | null
  /** Standing units of a name at a level, perhaps only below another. */
  named(level: UnitLevel, name: string, below?: string): string[]
  /** The standing unit of a level in which a place lies; undefined: in none, or on a border between two. */
  unitAt(level: UnitLevel, point: readonly [x: number, y: number]): string | undefined
  /** Everything that has a shape; null in a city without units. */
  box: Box | null
}

export async function loadExistingCity(city: CityVersion, read: PageReader): Promise<ExistingCity> {
  const units = new Map<string, StoredUnit & ExistingRow>()
  for await (const page of readTablePages<StoredUnit & ExistingRow>(read, 'units'))
    for (const unit of page) units.set(unit.code, unit)
  return buildExistingCity(city, units)
}

export function buildExistingCity(
  city: CityVersion,
  units: ReadonlyMap<string, StoredUnit & ExistingRow>,
): ExistingCity {
  const shapes = new Map<string, MultiPolygon | null>()
  const shapeOf = (code: string): MultiPolygon | null => {
    let shape = shapes.get(code)
    if (shape === undefined) {
      const unit = units.get(code)
      shapes.set(
        code,
        (shape = unit?.geometry != null && unit.validTo == null ? decodeArea(unit.geometry) : null),
      )
    }
    return shape
  }
  const standing = (level: UnitLevel) =>
    [...units.values()].filter((unit) => unit.level === level && unit.validTo == null)
  const places = new Map<UnitLevel, (point: readonly [number, number]) => string | undefined>()
  const byName = new Map<string, string[]>()
  for (const { level, name, code, validTo } of units.values()) {
    if (validTo != null) continue
    for (const each of new Set([name, normaliseUnitName(name)]))
      byName.set(`${level} ${each}`, [...(byName.get(`${level} ${each}`) ?? []), code])
  }
  return {
    city,
    units,
    shapeOf,
    named: (level, name, below = '') =>
      (
        byName.get(`${level} ${name.trim()}`) ??
        byName.get(`${level} ${normaliseUnitName(name)}`) ??
        []
      ).filter((code) => code.startsWith(below)),
    unitAt(level, point) {
      let find = places.get(level)
      if (!find)
        places.set(
          level,
          (find = finder(
            standing(level).flatMap(({ code }) => {
              const shape = shapeOf(code)
              return shape ? [{ code, shape }] : []
            }),
          )),
        )
      return find(point)
    },
    get box() {
      return boxOf([...units.keys()].flatMap((code) => shapeOf(code) ?? []))
    },
  }
}

/** '五星街道办事处' and '五星街道' are one; so are '平湖社区居委会', '平湖社区' and '平湖'. */
export function normaliseUnitName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/(街道办事处|社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|办事处)$/, (tail) =>
      tail.startsWith('街道') ? '街道' : tail.startsWith('社区') ? '社区' : tail.startsWith('村') ? '村' : '',
    )
  return plain.length > 3 ? plain.replace(/社区$/, '') : plain
}

function finder(
  units: readonly { code: string; shape: MultiPolygon }[],
): (point: readonly [number, number]) => string | undefined {
  if (units.length === 0) return () => undefined
  const index = new Flatbush(units.length)
  for (const { shape } of units) {
    const [west, south, east, north] = getShapeBox(shape)
    index.add(west, south, east, north)
  }
  index.finish()
  const locators: ReturnType<typeof createPointLocator>[] = []
  return ([x, y]) => {
    const found = index
      .search(x, y, x, y)
      .filter((i) => (locators[i] ??= createPointLocator(units[i]!.shape))(x, y) === 'inside')
    return found.length === 1 ? units[found[0]!]!.code : undefined
  }
}

function boxOf(polygons: MultiPolygon): Box | null {
  return polygons.length === 0 ? null : getShapeBox(polygons)
}
