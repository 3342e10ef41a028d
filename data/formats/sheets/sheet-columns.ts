import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import type { AttributeValue } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import { writeWkt } from '../wkt/write-wkt.ts'
import type { WriteLayer, WriteRow } from '../model/writer.ts'

/** Texts of one cell; a spreadsheet takes 32,767 characters. */
const MOST_CELL_CHARACTERS = 32_000

export interface SheetColumns {
  head: string[]
  cellsOf(row: WriteRow): AttributeValue[]
}

/** A layer as a table: places in two columns, other shapes as WKT, which goes on in further columns where a cell is too small. */
export async function buildSheetColumns(
  layer: WriteLayer,
  system: CoordinateSystem,
  cellLimit = MOST_CELL_CHARACTERS,
): Promise<SheetColumns> {
  const place = createPointProjector(system)
  const names = layer.fields.map(({ name }) => name)
  switch (layer.geometry) {
    case 'none':
      return { head: names, cellsOf: ({ values }) => [...values] }
    case 'point': {
      const [x, y] = system.unit === 'degree' ? ['lon', 'lat'] : ['x', 'y']
      return {
        head: [...names, x, y],
        cellsOf: ({ values, shape }) => [
          ...values,
          ...(shape?.kind === 'point' ? place(shape.point) : [null, null]),
        ],
      }
    }
    default: {
      let longest = 1
      for await (const rows of layer.rows())
        for (const { shape } of rows) if (shape) longest = Math.max(longest, writeWkt(shape, place).length)
      const count = Math.ceil(longest / cellLimit)
      return {
        head: [...names, 'WKT', ...Array.from({ length: count - 1 }, (_, i) => `WKT_${i + 2}`)],
        cellsOf({ values, shape }) {
          const text = shape ? writeWkt(shape, place) : ''
          return [
            ...values,
            ...Array.from(
              { length: count },
              (_, i) => text.slice(i * cellLimit, (i + 1) * cellLimit) || null,
            ),
          ]
        },
      }
    }
  }
}
