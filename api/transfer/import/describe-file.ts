import type { DetectedLayer } from '#shared/contract/transfer/import-report.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { inspectLayer, detectTarget } from './inspect-layer.ts'

const SAMPLE_ROWS = 8
const CELL_CHARACTERS = 80

/** What a file holds, as far as a look at its first rows tells. @throws FileRefused */
export async function describeFile(
  file: FileSource,
  { encoding }: { encoding?: string | undefined },
): Promise<{ format: string; layers: DetectedLayer[] }> {
  const opened = await openFile(file, { encoding })
  try {
    const layers: DetectedLayer[] = []
    for (const layer of opened.layers) {
      const found = await inspectLayer(layer)
      layers.push({
        name: layer.name,
        rows: layer.count,
        columns: found.columns,
        shapes: found.shapes,
        crs: layer.crs,
        encoding: layer.encoding,
        likelyTarget: detectTarget(found),
        sample: found.sample.slice(0, SAMPLE_ROWS).map(({ properties }) =>
          found.columns.map((column) => {
            const cell = properties[column] ?? null
            return cell === null ? null : String(cell).slice(0, CELL_CHARACTERS)
          }),
        ),
      })
    }
    return { format: opened.format.id, layers }
  } finally {
    await opened.close()
  }
}
