import type { z } from 'zod'
import { compileCql2Filter } from '#shared/cql2/compile-cql2-filter.ts'
import { toLatticeGeometry } from '#shared/cql2/to-lattice-geometry.ts'
import { Cql2Error } from '#shared/cql2/tokenize-cql2.ts'
import type { listOgcItems } from '#shared/contract/city/ogc-features.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { boxesIntersect, intersects, boxToGeometryParts } from '#shared/geometry/shapes/intersects.ts'
import { AppError } from '../../errors.ts'
import type { FeatureRows, PropertyValue } from './collections/collection-definition.ts'
import type { CollectionSource } from './ogc-service.ts'
import { projectToLattice, readBbox, readCrs } from './read-bbox.ts'
import { FEATURE_TURN_MS, featureTurns } from './feature-stream.ts'
import { DEFAULT_TIME_ZONE } from '#shared/contract/city/time-zone.ts'
import { readInterval } from './read-interval.ts'
import { computeRowBox, getRowParts } from './row-geometry.ts'

type Fields = Pick<CollectionSource, 'fields'>

export type ItemsQuery = z.output<typeof listOgcItems.query>

const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'f',
  'limit',
  'offset',
  'bbox',
  'bbox-crs',
  'crs',
  'datetime',
  'filter',
  'filter-lang',
  'filter-crs',
])

/**
 * Returns the rows of a collection that a query selects. Other requests are answered in between.
 *
 * @param signal aborts when nobody waits for them any more
 * @throws AppError invalid_request; the reason of the signal
 */
export async function selectRows(
  collection: Fields,
  features: FeatureRows,
  query: ItemsQuery,
  signal?: AbortSignal,
): Promise<number[]> {
  const tests: ((row: number) => boolean)[] = []
  for (const [name, value] of Object.entries(query)) {
    if (OWN_PARAMETERS.has(name)) continue
    const field = collection.fields.find((each) => each.name === name)
    if (!field)
      throw new AppError('invalid_request', `there is no parameter ${name}`, {
        place: 'query',
        parameter: name,
      })
    const read = features.column(name)
    tests.push((row) => String(read(row) ?? '') === String(value))
  }
  if (query.datetime !== undefined) tests.push(createDatetimeTest(collection, features, query.datetime))
  if (query.bbox !== undefined) {
    const box = readBbox(query.bbox, readCrs(query['bbox-crs'], 'bbox-crs'))
    tests.push(createIntersectsTest(features, box, boxToGeometryParts(box)))
  }
  if (query.filter !== undefined)
    tests.push(createFilterTest(collection, features, query.filter, query['filter-crs']))
  const rows = Array.from(features.rows)
  if (tests.length === 0) return rows
  const selected: number[] = []
  for (let at = 0; at < rows.length;) {
    signal?.throwIfAborted()
    at = await featureTurns(() => {
      const end = performance.now() + FEATURE_TURN_MS
      let next = at
      for (; next < rows.length && performance.now() < end; next++)
        if (tests.every((test) => test(rows[next]!))) selected.push(rows[next]!)
      return next
    })
  }
  return selected
}

function createFilterTest(
  collection: Fields,
  features: FeatureRows,
  filter: string,
  crs: string | undefined,
): (row: number) => boolean {
  const system = readCrs(crs, 'filter-crs')
  try {
    return compileCql2Filter<number>(filter, {
      property: (name) =>
        name === 'id'
          ? (row) => features.ids[row]!
          : collection.fields.some((field) => field.name === name)
            ? (features.column(name) satisfies (row: number) => PropertyValue)
            : undefined,
      meets(name, figure) {
        if (name !== 'geometry' && name !== 'geom') return undefined
        const { parts, box } = toLatticeGeometry(figure, (place) => projectToLattice(place, system))
        return createIntersectsTest(features, box, parts)
      },
    })
  } catch (error) {
    if (error instanceof Cql2Error)
      throw new AppError('invalid_request', `the filter cannot be read: ${error.message}`, {
        place: 'query',
        parameter: 'filter',
        at: error.at,
      })
    throw error
  }
}

function createIntersectsTest(
  { mesh }: FeatureRows,
  box: Box,
  parts: ReturnType<typeof boxToGeometryParts>,
): (row: number) => boolean {
  return (row) => {
    const own = computeRowBox(mesh, row)
    return own !== null && boxesIntersect(own, box) && intersects(getRowParts(mesh, row), parts)
  }
}

/** Features without a time are always included. */
function createDatetimeTest(
  { fields }: Fields,
  features: FeatureRows,
  text: string,
): (row: number) => boolean {
  // routes of a city have turned moments into its days; days need no time zone
  const { to } = readInterval(text, DEFAULT_TIME_ZONE)
  const start = fields.find(({ role }) => role === 'primary-interval-start')
  if (!start) return () => true
  const read = features.column(start.name)
  // current rows have a start and no end
  return (row) => to === null || String(read(row) ?? '') <= to
}
