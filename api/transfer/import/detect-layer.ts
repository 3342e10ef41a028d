import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { Target, TargetId } from '#shared/contract/transfer/target.ts'
import type { EncodingDetection, FileRemark } from '../../../data/formats/model/format.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import { type ExistingCity, loadExistingCity } from './existing/existing-city.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import { type CrsDetection, detectCrs } from './crs/detect-crs.ts'
import { describeSample } from './describe-inspection.ts'
import { type FileInspection, findLayer } from './inspect-file.ts'
import { type LayerInspection, resolveMapping } from './inspect-layer.ts'
import type { ImportRequest } from './import-request.ts'
import { samplePositions } from './crs/sample-positions.ts'

export interface LayerDetection {
  mapping: ColumnMapping
  /** null: the target or the file has no shapes. */
  crs: CrsDetection | null
}

/** Column mapping and coordinate system with which a layer would be imported as a target. */
export function detectLayer(
  target: Target,
  found: LayerInspection,
  given: Pick<ImportRequest, 'mapping' | 'columns'>,
  base: ExistingCity,
): LayerDetection {
  const mapping = resolveMapping(target, found, given)
  const crs =
    target.shapes.length === 0 || mapping.geometry.from === 'none'
      ? null
      : detectCrs({
          samples: samplePositions(target, mapping, found.sample, base),
          columns: found.columns,
          stated: found.crs,
          base,
        })
  return { mapping, crs }
}

/**
 * Detects a layer before anything is prepared, from the inspection of its file.
 *
 * @throws InvalidFileError no_layer, no_rows
 */
export async function detectInspectedLayer(
  { layers }: FileInspection,
  request: { target: TargetId } & Pick<ImportRequest, 'layer' | 'encoding' | 'headRow' | 'mapping'>,
  city: CityVersion,
  read: PageReader,
): Promise<
  LayerDetection & {
    columns: string[]
    sample: (string | null)[][]
    remarks: FileRemark[]
    encoding: EncodingDetection | null
  }
> {
  const layer = findLayer(layers, request.layer)
  if (layer.sample.length === 0) throw new InvalidFileError('no_rows')
  return {
    ...detectLayer(TARGETS[request.target], layer, request, await loadExistingCity(city, read)),
    columns: layer.columns,
    sample: describeSample(layer),
    remarks: [...layer.remarks],
    encoding: layer.encoding,
  }
}
