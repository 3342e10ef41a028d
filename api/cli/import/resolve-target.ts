import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { StartError } from '../../errors.ts'
import { detectTarget, type LayerInspection } from '../../transfer/import/inspect-layer.ts'
import type { ImportArguments } from './read-import-arguments.ts'

/** The target of an import: the given one, else the most likely one of the layer. @throws StartError when none is likely */
export function resolveTarget(
  layer: LayerInspection,
  { target: given }: Pick<ImportArguments, 'target'>,
): TargetId {
  const target = given ?? detectTarget(layer)
  if (target === null)
    throw new StartError(`Say what the file holds with --as: one of ${targetIds.join(', ')}.`)
  return target
}
