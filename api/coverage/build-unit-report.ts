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
import { getFeatureBox, type FlatPolygons, getPointRange } from '#shared/geometry/flat-polygons.ts'
import { type Box, toDegrees } from '#shared/geometry/lattice.ts'

/** Part of a unit's extent that is drawn around it. */
const MARGIN = 0.06

/** A street or community as its sheet shows it; null: there is none with this code, or it has no border. */
export function buildUnitReport(city: CitySnapshot, table: CoverageTable, code: string): UnitReport | null {
  const level = code.length === 9 ? 'street' : 'community'
  const units = city.units[level]
  const row = units.codes.indexOf(code)
  const own = row < 0 ? null : getFeatureBox(units.mesh.polygons, row)
  if (own === null) return null
  const box = widened(own)
  const keep = createGridFilter(table, { ...NO_FILTER, within: code })
  const rows = Array.from({ length: table.grids.count }, (_, grid) => grid).filter(keep)
  const gaps = classifyGaps(table)
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
  const everything = Array.from({ length: table.grids.count }, (_, grid) => grid)
  const [service, branch] = ['service-share', 'branch-share'].map((id) =>
    METRICS.find((metric) => metric.id === id)!,
  )
  const typeOf = (each: number) => communityTypes[table.communities.type[each]!] ?? null
  const { premises } = city
  return {
    unit: {
      ...named(units, row),
      level,
      type: level === 'community' ? typeOf(row) : null,
      failings: level === 'community' ? toStandardReasons(table.communities.failings[row]!) : [],
    },
    above: above(city, level, row),
    households: total(table.grids.households),
    residents: total(table.grids.residents),
    areaM2: total(table.grids.areaM2),
    box: [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])],
    border: rings(units.mesh.polygons, row),
    grids: rows.map((grid) => ({
      code: table.grids.codes[grid]!,
      name: table.grids.names[grid]!,
      rings: rings(city.grids.mesh.polygons, grid),
      households: table.grids.households[grid]!,
      residents: table.grids.residents[grid]!,
      gap: gapClasses[gaps[grid]!] ?? null,
      metres: orNull(table.reach.metres[grid]!),
      nearest: table.places.names[table.reach.nearest[grid]!] ?? null,
    })),
    communities: inside.map((each) => {
      const own = rows.filter((grid) => table.grids.community[grid] === each)
      return {
        ...named(community, each),
        type: typeOf(each),
        rings: rings(community.mesh.polygons, each),
        grids: own.length,
        households: own.reduce((sum, grid) => sum + table.grids.households[grid]!, 0),
        service: summed(service!, table, own),
        branch: summed(branch!, table, own),
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
    ...ground(city, box),
    figures: METRICS.filter((metric) => metric.format !== 'class').map((metric) => ({
      metric: metric.id,
      sum: summed(metric, table, rows),
      city: summed(metric, table, everything),
    })),
  }
}

const named = ({ codes, names, namesEn }: UnitTable, row: number) => ({
  code: codes[row]!,
  name: names[row]!,
  nameEn: namesEn[row] ?? null,
})

function above({ units }: CitySnapshot, level: 'street' | 'community', row: number): UnitReport['above'] {
  const street = level === 'street' ? -1 : units.community.legalParent[row]!
  const district = units.street.legalParent[level === 'street' ? row : street] ?? -1
  return [
    ...(district < 0 ? [] : [named(units.district, district)]),
    ...(street < 0 ? [] : [named(units.street, street)]),
  ]
}

function summed(metric: Metric, table: CoverageTable, rows: readonly number[]): CoverageSum {
  const { value, p50, p90, ...counts } = sumMetric(metric, computeMetricColumns(metric, table), table, rows)
  return { value: orNull(value), p50: orNull(p50), p90: orNull(p90), ...counts }
}

/** Roads and waters that meet the box. */
function ground(
  { roads, waterLines, waterAreas }: CitySnapshot,
  [west, south, east, north]: Box,
): Pick<UnitReport, 'roads' | 'waterLines' | 'waterAreas'> {
  const line = ({ xy, lineStart }: CitySnapshot['roads']['mesh']['lines'], at: number): number[] | null => {
    const [from, to] = [lineStart[at]!, lineStart[at + 1]!]
    return meets(xy, from, to) ? degrees(xy, from, to) : null
  }
  function meets(xy: Int32Array, from: number, to: number): boolean {
    let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = from; i < to; i++) {
      const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!]
      ;[w, s, e, n] = [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)]
    }
    return w <= east && e >= west && s <= north && n >= south
  }
  const waterBox = (at: number) => {
    const [from, to] = getPointRange(waterAreas.mesh.polygons, at)
    return meets(waterAreas.mesh.polygons.xy, from, to)
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
      waterBox(at) ? [rings(waterAreas.mesh.polygons, at)] : [],
    ),
  }
}

function rings(polygons: FlatPolygons, feature: number): number[][] {
  const [first, end] = [
    polygons.polygonStart[polygons.featureStart[feature]!]!,
    polygons.polygonStart[polygons.featureStart[feature + 1]!]!,
  ]
  return Array.from({ length: end - first }, (_, i) =>
    degrees(polygons.xy, polygons.ringStart[first + i]!, polygons.ringStart[first + i + 1]!),
  )
}

const degrees = (xy: Int32Array, from: number, to: number): number[] =>
  Array.from(xy.subarray(2 * from, 2 * to), toDegrees)

function widened([west, south, east, north]: Box): Box {
  const [x, y] = [Math.round((east - west) * MARGIN), Math.round((north - south) * MARGIN)]
  return [west - x, south - y, east + x, north + y]
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
