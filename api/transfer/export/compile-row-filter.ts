import { compileCql2Filter } from '#shared/cql2/compile-cql2-filter.ts'
import type { Cql2Literal } from '#shared/cql2/parse-cql2.ts'
import { toLatticeGeometry } from '#shared/cql2/to-lattice-geometry.ts'
import type { Target, TargetField } from '#shared/contract/transfer/target.ts'
import { type Point, snapToLattice } from '#shared/geometry/lattice.ts'
import {
  boxesIntersect,
  computeBox,
  intersects,
  type GeometryParts,
} from '#shared/geometry/shapes/intersects.ts'
import type { Shape } from '../../../data/formats/model/shape.ts'

export interface FilterableRow {
  values: Readonly<Record<string, unknown>>
  shape: Shape | null
}

/**
 * A filter in CQL2 text as a function of a row: fields by their keys, `geometry` with figures in longitude and latitude.
 *
 * @throws Cql2Error
 */
export function compileRowFilter(target: Target, filter: string): (row: FilterableRow) => boolean {
  return compileCql2Filter<FilterableRow>(filter, {
    property(name) {
      const field = target.fields.find(({ key, helper }) => key === name && !helper)
      return field && (({ values }) => literalOf(field, values[name]))
    },
    meets(name, figure) {
      if ((name !== 'geometry' && name !== 'geom') || target.shapes.length === 0) return undefined
      const { parts, box } = toLatticeGeometry(figure, ([longitude, latitude]): Point =>
        snapToLattice(longitude, latitude),
      )
      return ({ shape }) => {
        const own = shape && partsOf(shape)
        return (
          own !== null &&
          boxesIntersect(computeBox([...own.points, ...own.lines.flat()]), box) &&
          intersects(own, parts)
        )
      }
    },
  })
}

function literalOf({ type }: TargetField, value: unknown): Cql2Literal | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return type.kind === 'list' && Array.isArray(value) ? value.map(String).join(';') : JSON.stringify(value)
}

function partsOf(shape: Shape): GeometryParts {
  switch (shape.kind) {
    case 'point':
      return { points: [shape.point], lines: [], areas: [] }
    case 'line':
      return { points: [], lines: [shape.line], areas: [] }
    case 'area':
      return { points: [], lines: shape.area.flat().map((ring) => [...ring, ring[0]!]), areas: shape.area }
  }
}
