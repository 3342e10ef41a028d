import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageSum } from '#shared/contract/coverage/coverage.ts'
import type { UnitReport } from '#shared/contract/coverage/unit-report.ts'
import { communityTypes } from '#shared/contract/enums.ts'
import { classifyGaps } from '#shared/coverage/gaps/classify-gaps.ts'
import { gapClasses } from '#shared/contract/coverage/coverage-enums.ts'
import { createGridFilter, NO_FILTER } from '#shared/coverage/aggregate/grid-filter.ts'
import type { Metric } from '#shared/coverage/metrics/metric.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { toStandardReasons } from '#shared/coverage/standard-compliance.ts'
import { computeMetricColumns, sumMetric } from '#shared/coverage/aggregate/sum-metric.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { sumUnreachedHouseholds } from '#shared/coverage/table/sum-unreached.ts'
import { toCoverageSum } from './summarise-metric.ts'
import { getFeatureBox, type FlatPolygons, getPointRange } from '#shared/geometry/flat-polygons.ts'
import { type Box, toDegrees } from '#shared/geometry/lattice.ts'

/** Margin of the report map, as a share of the unit's extent. */
const MARGIN = 0.06

/** Builds the report of a street or community; null: there is no unit with this code, or it has no border. */
export function buildUnitReport(city: CitySnapshot, table: CoverageTable, code: string): UnitReport | null {
  const level = findCodeLevel(code) === 'street' ? 'street' : 'community'
  const units = city.units[level]
  const row = units.codes.indexOf(code)
  const own = row < 0 ? null : getFeatureBox(units.mesh.polygons, row)
  if (own === null) return null
  const box = addMargin(own)
  const isInUnit = createGridFilter(table, { ...NO_FILTER, within: code })
  const rows = Array.from({ length: table.grids.count }, (_, grid) => grid).filter(isInUnit)
  const gaps = classifyGaps(table)
  const unreached = sumUnreachedHouseholds(table)
  const { community } = city.units
  const inside =
    level === 'community'
      ? [row]
      : Array.from({ length: community.count }, (_, each) => each).filter(
          (each) => community.legalParent[each] === row,
        )
  const isInside = new Set(inside)
  const nearest = new Set(
    rows
      .map((grid) => table.reach.nearest[grid]!)
      .filter((place) => place >= 0)
      .map((place) => table.places.codes[place]!),
  )
  const loadOf = new Map(table.places.codes.map((each, place) => [each, place]))
  const total = (column: ArrayLike<number>) => rows.reduce((sum, grid) => sum + column[grid]!, 0)
  const allGrids = Array.from({ length: table.grids.count }, (_, grid) => grid)
  const [service, branch] = ['service-share', 'branch-share'].map((id) =>
    METRICS.find((metric) => metric.id === id)!,
  )
  const typeOf = (each: number) => communityTypes[table.communities.type[each]!] ?? null
  const { premises } = city
  return {
    unit: {
      ...toUnitName(units, row),
      level,
      type: level === 'community' ? typeOf(row) : null,
      failings: level === 'community' ? toStandardReasons(table.communities.failings[row]!) : [],
    },
    above: listParents(city, level, row),
    households: total(table.grids.households),
    residents: total(table.grids.residents),
    areaM2: total(table.grids.areaM2),
    box: [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])],
    border: toRings(units.mesh.polygons, row),
    grids: rows.map((grid) => ({
      code: table.grids.codes[grid]!,
      name: table.grids.names[grid]!,
      rings: toRings(city.grids.mesh.polygons, grid),
      households: table.grids.households[grid]!,
      residents: table.grids.residents[grid]!,
      unreached: unreached[grid]!,
      gap: gapClasses[gaps[grid]!] ?? null,
      metres: orNull(table.reach.metres[grid]!),
      nearest: table.places.names[table.reach.nearest[grid]!] ?? null,
    })),
    communities: inside.map((each) => {
      const own = rows.filter((grid) => table.grids.community[grid] === each)
      return {
        ...toUnitName(community, each),
        type: typeOf(each),
        rings: toRings(community.mesh.polygons, each),
        grids: own.length,
        households: own.reduce((sum, grid) => sum + table.grids.households[grid]!, 0),
        service: summarise(service!, table, own),
        branch: summarise(branch!, table, own),
      }
    }),
    premises: premises.codes.flatMap((each, at) => {
      const within = isInside.has(premises.community[at]!)
      if (!within && !nearest.has(each)) return []
      const place = loadOf.get(each)
      return [
        {
          code: each,
          name: premises.names[at]!,
          kind: premises.kinds[at]!,
          status: premises.statuses[at]!,
          lon: toDegrees(premises.mesh.xy[2 * at]!),
          lat: toDegrees(premises.mesh.xy[2 * at + 1]!),
          inside: within,
          areaM2: orNull(premises.areaM2[at]!),
          capacity:
            place === undefined
              ? orNull(premises.capacityHouseholds[at]!)
              : orNull(table.places.capacity[place]!),
          load: place === undefined ? null : table.places.load[place]!,
        },
      ]
    }),
    ...clipBackground(city, box),
    figures: METRICS.filter((metric) => metric.format !== 'class').map((metric) => {
      const scope = metric.plannedScope === 'urban' ? findScope(table, rows) : 'city'
      const ofScope = allGrids.filter((grid) => scope === 'city' || scope === scopeOf(table, grid))
      return {
        metric: metric.id,
        sum: summarise(metric, table, rows),
        compared: summarise(metric, table, ofScope),
        scope,
      }
    }),
  }
}

const scopeOf = ({ communities, grids }: CoverageTable, grid: number) =>
  communities.urban[grids.community[grid] ?? -1] === 1 ? 'urban' : 'rural'

/** The scope in which most households of the grids live; the city where it has no urban scope, or nobody lives. */
function findScope(table: CoverageTable, rows: readonly number[]): UnitReport['figures'][number]['scope'] {
  const countHouseholds = (grids: readonly number[]) =>
    grids.reduce((sum, grid) => sum + table.grids.households[grid]!, 0)
  const all = countHouseholds(rows)
  if (all === 0 || !Array.from(table.communities.urban).includes(1)) return 'city'
  const urban = countHouseholds(rows.filter((grid) => scopeOf(table, grid) === 'urban'))
  return urban * 2 >= all ? 'urban' : 'rural'
}

const toUnitName = ({ codes, names, namesEn }: UnitTable, row: number) => ({
  code: codes[row]!,
  name: names[row]!,
  nameEn: namesEn[row] ?? null,
})

function listParents(
  { units }: CitySnapshot,
  level: 'street' | 'community',
  row: number,
): UnitReport['above'] {
  const street = level === 'street' ? -1 : units.community.legalParent[row]!
  const district = units.street.legalParent[level === 'street' ? row : street] ?? -1
  return [
    ...(district < 0 ? [] : [toUnitName(units.district, district)]),
    ...(street < 0 ? [] : [toUnitName(units.street, street)]),
  ]
}

function summarise(metric: Metric, table: CoverageTable, rows: readonly number[]): CoverageSum {
  return toCoverageSum(sumMetric(metric, computeMetricColumns(metric, table), table, rows))
}

/** Returns the roads and waters that intersect the box. */
function clipBackground(
  { roads, waterLines, waterAreas }: CitySnapshot,
  [west, south, east, north]: Box,
): Pick<UnitReport, 'roads' | 'waterLines' | 'waterAreas'> {
  const line = ({ xy, lineStart }: CitySnapshot['roads']['mesh']['lines'], at: number): number[] | null => {
    const [from, to] = [lineStart[at]!, lineStart[at + 1]!]
    return intersectsBox(xy, from, to) ? toDegreeList(xy, from, to) : null
  }
  function intersectsBox(xy: Int32Array, from: number, to: number): boolean {
    let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = from; i < to; i++) {
      const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!]
      ;[w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)]
    }
    return w <= east && e >= west && s <= north && n >= south
  }
  const waterBox = (at: number) => {
    const [from, to] = getPointRange(waterAreas.mesh.polygons, at)
    return intersectsBox(waterAreas.mesh.polygons.xy, from, to)
  }
  return {
    roads: roads.classes.flatMap((roadClass, at) => {
      const found = line(roads.mesh.lines, at)
      return found === null ? [] : [{ class: roadClass, line: found }]
    }),
    waterLines: waterLines.classes.flatMap((_, at) => {
      const found = line(waterLines.mesh.lines, at)
      return found === null ? [] : [found]
    }),
    waterAreas: waterAreas.classes.flatMap((_, at) =>
      waterBox(at) ? [toRings(waterAreas.mesh.polygons, at)] : [],
    ),
  }
}

function toRings(polygons: FlatPolygons, feature: number): number[][] {
  const [first, end] = [
    polygons.polygonStart[polygons.featureStart[feature]!]!,
    polygons.polygonStart[polygons.featureStart[feature + 1]!]!,
  ]
  return Array.from({ length: end - first }, (_, i) =>
    toDegreeList(polygons.xy, polygons.ringStart[first + i]!, polygons.ringStart[first + i + 1]!),
  )
}

const toDegreeList = (xy: Int32Array, from: number, to: number): number[] =>
  Array.from(xy.subarray(2 * from, 2 * to), toDegrees)

function addMargin([west, south, east, north]: Box): Box {
  const [x, y] = [Math.round((east - west) * MARGIN), Math.round((north - south) * MARGIN)]
  return [west - x, south - y, east + x, north + y]
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
