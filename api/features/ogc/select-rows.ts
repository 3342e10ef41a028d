import type { z } from 'zod'
import { cql2Matcher } from '#shared/cql2/matcher.ts'
import { partsOfFigure } from '#shared/cql2/parts-of-figure.ts'
import { Cql2Error } from '#shared/cql2/tokens.ts'
import type { listOgcItems } from '#shared/contract/ogc.ts'
import type { Box } from '#shared/geometry/lattice.ts'
import { boxesMeet, meets, partsOfBox } from '#shared/geometry/meets.ts'
import { AppError } from '../../errors.ts'
import type { Rows, Value } from './collections.ts'
import type { Served } from './service.ts'
import { placeOf, readBox, systemNamed } from './read-box.ts'
import { readInterval } from './read-interval.ts'
import { boxAt, partsAt } from './row-shape.ts'

type Fields = Pick<Served, 'fields'>

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

/** The rows of a collection that a request asks for. @throws AppError invalid_request */
export function selectRows(collection: Fields, of: Rows, query: ItemsQuery): number[] {
  const tests: ((row: number) => boolean)[] = []
  for (const [name, value] of Object.entries(query)) {
    if (OWN_PARAMETERS.has(name)) continue
    const field = collection.fields.find((each) => each.name === name)
    if (!field)
      throw new AppError('invalid_request', `there is no parameter ${name}`, {
        place: 'query',
        parameter: name,
      })
    const read = of.column(name)
    tests.push((row) => String(read(row) ?? '') === String(value))
  }
  if (query.datetime !== undefined) tests.push(datetimeTest(collection, of, query.datetime))
  if (query.bbox !== undefined) {
    const box = readBox(query.bbox, systemNamed(query['bbox-crs'], 'bbox-crs'))
    tests.push(meetsTest(of, box, partsOfBox(box)))
  }
  if (query.filter !== undefined) tests.push(filterTest(collection, of, query.filter, query['filter-crs']))
  const rows = Array.from(of.rows)
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

function filterTest(
  collection: Fields,
  of: Rows,
  filter: string,
  crs: string | undefined,
): (row: number) => boolean {
  const system = systemNamed(crs, 'filter-crs')
  try {
    return cql2Matcher<number>(filter, {
      property: (name) =>
        name === 'id'
          ? (row) => of.ids[row]!
          : collection.fields.some((field) => field.name === name)
            ? (of.column(name) satisfies (row: number) => Value)
            : undefined,
      meets(name, figure) {
        if (name !== 'geometry' && name !== 'geom') return undefined
        const { parts, box } = partsOfFigure(figure, (place) => placeOf(place, system))
        return meetsTest(of, box, parts)
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

function meetsTest({ mesh }: Rows, box: Box, parts: ReturnType<typeof partsOfBox>): (row: number) => boolean {
  return (row) => {
    const own = boxAt(mesh, row)
    return own !== null && boxesMeet(own, box) && meets(partsAt(mesh, row), parts)
  }
}

/** What has no time of its own is always there. */
function datetimeTest({ fields }: Fields, of: Rows, text: string): (row: number) => boolean {
  const { to } = readInterval(text)
  const start = fields.find(({ role }) => role === 'primary-interval-start')
  if (!start) return () => true
  const read = of.column(start.name)
  // rows of the present have a beginning and no end
  return (row) => to === null || String(read(row) ?? '') <= to
}
