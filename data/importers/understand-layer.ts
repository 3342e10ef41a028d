import { TARGETS, type Target, type TargetId } from '#shared/contract/transfer-targets.ts'
import type { EncodingFinding } from '../formats/format.ts'
import type { FileSource } from '../formats/file-source.ts'
import { openFile } from '../formats/formats.ts'
import { FileRefused } from '../formats/file-refused.ts'
import type { ReadPage } from '../tables/read-pages.ts'
import { type BaseCity, type CityBase, loadBase } from './base/city-base.ts'
import type { Mapping } from './columns/mapping.ts'
import { type CrsFinding, recogniseCrs } from './crs/recognise-crs.ts'
import { inspectLayer, layerNamed, type LayerFinding, mappingFor } from './inspect-file.ts'
import type { ImportRequest } from './prepare-import.ts'
import { samplePositions } from './sample-positions.ts'

export interface Understood {
  mapping: Mapping
  /** null: the target has no shapes. */
  crs: CrsFinding | null
}

/** How a layer would be read as a target: which column goes where, and in which coordinate system its numbers make sense. */
export function understandLayer(
  target: Target,
  found: LayerFinding,
  given: Pick<ImportRequest, 'mapping' | 'columns'>,
  base: CityBase,
): Understood {
  const mapping = mappingFor(target, found, given)
  const crs =
    target.shapes.length === 0
      ? null
      : recogniseCrs({
          samples: samplePositions(target, mapping, found.sample, base),
          columns: found.columns,
          stated: found.layer.crs,
          base,
        })
  return { mapping, crs }
}

/** The same after a look at the first rows alone, before anything is prepared. @throws FileRefused */
export async function lookAtFile(
  file: FileSource,
  request: { target: TargetId } & Pick<ImportRequest, 'layer' | 'encoding' | 'mapping'>,
  city: BaseCity,
  read: ReadPage,
): Promise<Understood & { columns: string[]; encoding: EncodingFinding | null }> {
  const opened = await openFile(file, { encoding: request.encoding })
  try {
    const layer = layerNamed(opened, request.layer)
    const found = await inspectLayer(layer)
    if (found.sample.length === 0) throw new FileRefused('no_rows')
    return {
      ...understandLayer(TARGETS[request.target], found, request, await loadBase(city, read)),
      columns: found.columns,
      encoding: layer.encoding,
    }
  } finally {
    await opened.close()
  }
}
