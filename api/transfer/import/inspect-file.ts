import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { OpenOptions } from '../../../data/formats/model/format.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { inspectLayer, type LayerInspection } from './inspect-layer.ts'

/** The first rows of a file, and what follows from them. Plain data: it can be saved and sent to another thread. */
export interface FileInspection {
  format: string
  layers: LayerInspection[]
}

/**
 * Reads the first rows of every layer of a file.
 *
 * @throws InvalidFileError when the file cannot be used as a whole
 */
export async function inspectFile(
  file: FileSource,
  { encoding, headRow }: OpenOptions,
): Promise<FileInspection> {
  const opened = await openFile(file, { encoding, headRow })
  try {
    const layers: LayerInspection[] = []
    for (const layer of opened.layers) layers.push(await inspectLayer(layer))
    return { format: opened.format.id, layers }
  } finally {
    await opened.close()
  }
}

/** The layer of a name; without a name the first one. @throws InvalidFileError no_layer */
export function findLayer<T extends { name: string }>(layers: readonly T[], name: string | undefined): T {
  const found = name === undefined ? layers[0] : layers.find((layer) => layer.name === name)
  if (!found) throw new InvalidFileError('no_layer', { name: name ?? '' })
  return found
}
