import type { FoundLayer } from '#shared/contract/import-findings.ts'
import type { FileSource } from '../formats/file-source.ts'
import { openFile } from '../formats/formats.ts'
import { inspectLayer, likelyTarget } from './inspect-file.ts'

const SAMPLE_ROWS = 8
const CELL_CHARACTERS = 80

/** What a file holds, as far as a look at its first rows tells. @throws FileRefused */
export async function describeFile(
  file: FileSource,
  { encoding }: { encoding?: string | undefined },
): Promise<{ format: string; layers: FoundLayer[] }> {
  const opened = await openFile(file, { encoding })
  try {
    const layers: FoundLayer[] = []
    for (const layer of opened.layers) {
      const found = await inspectLayer(layer)
      layers.push({
        name: layer.name,
        rows: layer.count,
        columns: found.columns,
        shapes: found.shapes,
        crs: layer.crs,
        encoding: layer.encoding,
        likelyTarget: likelyTarget(found),
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
