import type { DetectedLayer } from '#shared/contract/transfer/import-report.ts'
import type { FileInspection } from './inspect-file.ts'
import { detectTarget, type LayerInspection } from './inspect-layer.ts'

const SAMPLE_ROWS = 8
const MAX_CELL_CHARACTERS = 80

/** The layers of a file with their columns and a few rows, as the page shows them. */
export function describeInspection({ format, layers }: FileInspection): {
  format: string
  layers: DetectedLayer[]
} {
  return {
    format,
    layers: layers.map((layer) => ({
      name: layer.name,
      rows: layer.count,
      columns: layer.columns,
      shapes: layer.shapes,
      crs: layer.crs,
      encoding: layer.encoding,
      remarks: [...layer.remarks],
      likelyTarget: detectTarget(layer),
      sample: describeSample(layer),
    })),
  }
}

/** The first rows of a layer as texts, in the order of its columns. */
export const describeSample = ({ columns, sample }: LayerInspection): (string | null)[][] =>
  sample.slice(0, SAMPLE_ROWS).map(({ properties }) =>
    columns.map((column) => {
      const cell = properties[column] ?? null
      return cell === null ? null : String(cell).slice(0, MAX_CELL_CHARACTERS)
    }),
  )
