import { toFlatLines } from '#shared/geometry/flat-lines.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { TileLayer } from '#shared/tiles/encode-tile.ts'
import { lineMesh, type Mesh, pointMesh, polygonMesh } from '#shared/tiles/mesh.ts'
import type { Shape } from '../../importers/shapes/read-shape.ts'
import type { FieldValue } from '../format.ts'
import type { WriteField, WriteLayer } from '../writer.ts'

/** A layer to write as layers to cut tiles from: one for each kind of shape that it has. */
export async function readLayer(layer: WriteLayer): Promise<TileLayer[]> {
  const kinds: Record<Shape['kind'], { shape: Shape; values: readonly FieldValue[] }[]> = {
    point: [],
    line: [],
    area: [],
  }
  for await (const rows of layer.rows())
    for (const { shape, values } of rows) if (shape) kinds[shape.kind].push({ shape, values })
  const found = (['point', 'line', 'area'] as const).filter((kind) => kinds[kind].length > 0)
  return found.map((kind) => ({
    name: found.length === 1 ? layer.name : `${layer.name}_${kind}`,
    mesh: meshOf(kinds[kind].map(({ shape }) => shape)),
    ids: Uint32Array.from(kinds[kind], (_, i) => i + 1),
    tags: layer.fields.map(({ name }, i) => ({
      key: name,
      value: (row: number) => kinds[kind][row]!.values[i] ?? undefined,
    })),
  }))
}

function meshOf(shapes: readonly Shape[]): Mesh {
  const points: Point[] = []
  const lines: Line[] = []
  const areas: MultiPolygon[] = []
  for (const shape of shapes) {
    if (shape.kind === 'point') points.push(shape.point)
    else if (shape.kind === 'line') lines.push(shape.line)
    else areas.push(shape.area)
  }
  if (points.length > 0) return pointMesh(Int32Array.from(points.flat()))
  return lines.length > 0 ? lineMesh(toFlatLines(lines)) : polygonMesh(toFlatPolygons(areas))
}

/** As TileJSON names the types of fields. */
export const fieldTypes = (fields: readonly WriteField[]): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      type === 'integer' || type === 'real' ? 'Number' : type === 'boolean' ? 'Boolean' : 'String',
    ]),
  )
