import { type TargetId, targetIds } from '#shared/contract/transfer-targets.ts'
import { StartError } from '../../errors.ts'
import type { FileSource } from '../../../data/formats/file-source.ts'
import { openFile } from '../../../data/formats/formats.ts'
import { inspectLayer, layerNamed, likelyTarget } from '../../../data/importers/inspect-file.ts'
import type { ImportArguments } from './read-arguments.ts'

/** What the file holds: what was said, or what it most likely is when nobody says; and its columns. */
export async function likelyTargetOf(
  file: FileSource,
  { target: said, layer, encoding }: Pick<ImportArguments, 'target' | 'layer' | 'encoding'>,
): Promise<{ target: TargetId; columns: string[] }> {
  const opened = await openFile(file, { encoding })
  try {
    const found = await inspectLayer(layerNamed(opened, layer))
    const target = said ?? likelyTarget(found)
    if (target === null)
      throw new StartError(`Say what the file holds with --as: one of ${targetIds.join(', ')}.`)
    return { target, columns: found.columns }
  } finally {
    await opened.close()
  }
}
