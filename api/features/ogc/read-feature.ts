import { z } from 'zod'
import type { CityPlace } from '#shared/city/city-place.ts'
import { GridValues } from '#shared/contract/drafts/draft-operations.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { findShapeExcess } from '#shared/geometry/shape-limits.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { readGeojsonGeometry } from '../../../data/formats/geojson/read-geojson-geometry.ts'
import { parseGeometry } from '../../transfer/import/geometry/parse-geometry.ts'
import { AppError } from '../../errors.ts'
import { findCollection } from './collections/collections.ts'
import { readCrs } from './read-bbox.ts'

/** The properties of a grid that a desktop program sends; missing ones stay unchanged. */
export interface FeatureInput {
  shape?: MultiPolygon
  community?: string
  values: Partial<GridValues>
}

const Body = z.looseObject({
  type: z.literal('Feature').optional(),
  geometry: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).nullable().optional(),
})
const FIELDS: ReadonlySet<string> = new Set(findCollection('grids')!.fields.map(({ name }) => name))
const Values = GridValues.partial()
/** Unknown fields that a refusal names, and characters of each: both come from the caller. */
const MAX_NAMED_FIELDS = 20
const MAX_NAME_LENGTH = 60

/**
 * Reads a GeoJSON feature or a part of one. Read-only values (code, area, dates) are ignored. An unknown field is refused,
 * so that no client believes it was stored.
 *
 * @param place where the city lies; a shape elsewhere is refused
 * @param crs value of the Content-Crs header, with or without angle brackets
 * @throws AppError
 */
export function readFeatureInput(body: unknown, crs: string | undefined, place: CityPlace): FeatureInput {
  const parsed = Body.safeParse(body)
  if (!parsed.success)
    throw new AppError('invalid_request', 'the body is not a GeoJSON feature', { place: 'body' })
  const { geometry, properties } = parsed.data
  const { community, values } = readProperties(properties ?? {})
  return {
    ...(geometry === undefined || geometry === null ? {} : { shape: readGeometry(geometry, crs, place) }),
    ...(community === undefined ? {} : { community }),
    values,
  }
}

function readGeometry(geometry: unknown, crs: string | undefined, place: CityPlace): MultiPolygon {
  const { system, northFirst } = readCrs(crs?.trim().replace(/^<(.*)>$/, '$1'), 'content-crs')
  const raw = readGeojsonGeometry(geometry)
  if (raw === undefined || raw === null)
    throw new AppError('invalid_request', 'the geometry is not one of GeoJSON', {
      place: 'body',
      reason: 'wrong_geometry',
    })
  const excess = raw.kind === 'areas' ? findShapeExcess(raw.polygons) : null
  if (excess !== null)
    throw new AppError('too_complex', `the shape has more than ${excess.limit} ${excess.what}`, { ...excess })
  const {
    shapes: [shape],
    problems,
  } = parseGeometry(raw, ['area'], {
    ...(northFirst ? findCoordinateSystem(`${system.id}/yx`)! : system),
    place,
  })
  if (shape?.kind !== 'area') {
    // problems that were repaired come first; the last one is the reason
    const problem = problems.at(-1)
    throw new AppError('unprocessable', 'the geometry cannot be a grid', {
      reason: problem?.code ?? 'wrong_geometry',
      ...problem?.details,
    })
  }
  return shape.area
}

function readProperties(properties: Readonly<Record<string, unknown>>): {
  community: string | undefined
  values: Partial<GridValues>
} {
  const unknown = Object.keys(properties).filter((name) => !FIELDS.has(name))
  if (unknown.length > 0) {
    const fields = unknown.slice(0, MAX_NAMED_FIELDS).map((name) => name.slice(0, MAX_NAME_LENGTH))
    const more = unknown.length - fields.length
    throw new AppError('unprocessable', `a grid has no ${fields.join(', ')}`, {
      reason: 'unknown_fields',
      fields,
      ...(more > 0 ? { more } : {}),
    })
  }
  const given = Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      if (!(name in GridValues.shape) || (value === null && name !== 'branchSince')) return []
      // a date may be sent with a time of day
      return [[name, name === 'branchSince' && typeof value === 'string' ? value.slice(0, 10) : value]]
    }),
  )
  const values = Values.safeParse(given)
  if (!values.success)
    throw new AppError('unprocessable', 'a value is not one that a grid can have', {
      reason: 'bad_value',
      fields: values.error.issues.map(({ path }) => path.join('.')),
    })
  const { communityCode } = properties
  return {
    community: typeof communityCode === 'string' && communityCode !== '' ? communityCode : undefined,
    values: values.data,
  }
}
