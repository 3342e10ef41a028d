import { TARGETS, type Target, type TargetId } from '#shared/contract/transfer/targets.ts'
import type { EncodingDetection } from '../../../data/formats/model/format.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import { type ExistingCity, loadExistingCity } from './existing/existing-city.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import { type CrsDetection, detectCrs } from './crs/detect-crs.ts'
import { inspectLayer, findFileLayer, type LayerInspection, resolveMapping } from './inspect-layer.ts'
import type { ImportRequest } from './import-request.ts'
import { samplePositions } from './crs/sample-positions.ts'

export interface LayerDetection {
  mapping: ColumnMapping
  /** null: the target has no shapes. */
  crs: CrsDetection | null
}

/** How a layer would be read as a target: which column goes where, and in which coordinate system its numbers make sense. */
export function detectLayer(
  target: Target,
  found: LayerInspection,
  given: Pick<ImportRequest, 'mapping' | 'columns'>,
  base: ExistingCity,
): LayerDetection {
  const mapping = resolveMapping(target, found, given)
  const crs =
    target.shapes.length === 0
      ? null
      : detectCrs({
          samples: samplePositions(target, mapping, found.sample, base),
          columns: found.columns,
          stated: found.layer.crs,
          base,
        })
  return { mapping, crs }
}

/** The same after a look at the first rows alone, before anything is prepared. @throws FileRefused */
export async function detectLayerInFile(
  file: FileSource,
  request: { target: TargetId } & Pick<ImportRequest, 'layer' | 'encoding' | 'mapping'>,
  city: CityVersion,
  read: PageReader,
): Promise<LayerDetection & { columns: string[]; encoding: EncodingDetection | null }> {
  const opened = await openFile(file, { encoding: request.encoding })
  try {
    const layer = findFileLayer(opened, request.layer)
    const found = await inspectLayer(layer)
    if (found.sample.length === 0) throw new InvalidFileError('no_rows')
    return {
      ...detectLayer(TARGETS[request.target], found, request, await loadExistingCity(city, read)),
      columns: found.columns,
      encoding: layer.encoding,
    }
  } finally {
    await opened.close()
  }
}
