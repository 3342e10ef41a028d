import { cql2Matcher } from '#shared/cql2/matcher.ts'
import type { Literal } from '#shared/cql2/parse-cql2.ts'
import { partsOfFigure } from '#shared/cql2/parts-of-figure.ts'
import type { Target, TargetField } from '#shared/contract/transfer-targets.ts'
import { type Point, snapPoint } from '#shared/geometry/lattice.ts'
import { boxesMeet, boxOfPoints, meets, type Parts } from '#shared/geometry/meets.ts'
import type { Shape } from '../importers/shapes/read-shape.ts'

export interface FilteredRow {
  values: Readonly<Record<string, unknown>>
  shape: Shape | null
}

/**
 * A filter in CQL2 text as a function of a row: fields by their keys, `geometry` with figures in longitude and latitude.
 *
 * @throws Cql2Error
 */
export function rowFilter(target: Target, filter: string): (row: FilteredRow) => boolean {
  return cql2Matcher<FilteredRow>(filter, {
    property(name) {
      const field = target.fields.find(({ key, helper }) => key === name && !helper)
      return field && (({ values }) => literalOf(field, values[name]))
    },
    meets(name, figure) {
      if ((name !== 'geometry' && name !== 'geom') || target.shapes.length === 0) return undefined
      const { parts, box } = partsOfFigure(figure, ([longitude, latitude]): Point =>
        snapPoint(longitude, latitude),
      )
      return ({ shape }) => {
        const own = shape && partsOf(shape)
        return (
          own !== null &&
          boxesMeet(boxOfPoints([...own.points, ...own.lines.flat()]), box) &&
          meets(own, parts)
        )
      }
    },
  })
}

function literalOf({ type }: TargetField, value: unknown): Literal | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return type.kind === 'list' && Array.isArray(value) ? value.map(String).join(';') : JSON.stringify(value)
}

function partsOf(shape: Shape): Parts {
  switch (shape.kind) {
    case 'point':
      return { points: [shape.point], lines: [], areas: [] }
    case 'line':
      return { points: [], lines: [shape.line], areas: [] }
    case 'area':
      return { points: [], lines: shape.area.flat().map((ring) => [...ring, ring[0]!]), areas: shape.area }
  }
}
