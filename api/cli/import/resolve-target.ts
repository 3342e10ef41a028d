import { type TargetId, targetIds } from '#shared/contract/transfer/targets.ts'
import { StartError } from '../../errors.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { inspectLayer, findFileLayer, detectTarget } from '../../transfer/import/inspect-layer.ts'
import type { ImportArguments } from './read-import-arguments.ts'

/** What the file holds: what was said, or what it most likely is when nobody says; and its columns. */
export async function resolveTarget(
  file: FileSource,
  { target: said, layer, encoding }: Pick<ImportArguments, 'target' | 'layer' | 'encoding'>,
): Promise<{ target: TargetId; columns: string[] }> {
  const opened = await openFile(file, { encoding })
  try {
    const found = await inspectLayer(findFileLayer(opened, layer))
    const target = said ?? detectTarget(found)
    if (target === null)
      throw new StartError(`Say what the file holds with --as: one of ${targetIds.join(', ')}.`)
    return { target, columns: found.columns }
  } finally {
    await opened.close()
  }
}
