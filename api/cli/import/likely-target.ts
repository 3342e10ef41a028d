import { type TargetId, targetIds } from '#shared/contract/transfer-targets.ts'
import { StartError } from '../../errors.ts'
import type { FileSource } from '../../../data/formats/file-source.ts'
import { openFile } from '../../../data/formats/formats.ts'
import { inspectLayer, layerNamed, likelyTarget } from '../../../data/importers/inspect-file.ts'

/** What a file most likely holds, when nobody says. */
export async function likelyTargetOf(file: FileSource, { layer, encoding }: { layer: string | undefined; encoding: string | undefined }): Promise<TargetId> {
  const opened = await openFile(file, { encoding })
  try {
    const target = likelyTarget(await inspectLayer(layerNamed(opened, layer)))
    if (target === null) throw new StartError(`Say what the file holds with --as: one of ${targetIds.join(', ')}.`)
    return target
  } finally {
    await opened.close()
  }
}
