import type { Target } from '#shared/contract/transfer/targets.ts'
import { TARGETS, targetIds, type TargetId } from '#shared/contract/transfer/targets.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { FileLayer, OpenedFile, RawFeature, RawGeometry } from '../../../data/formats/model/format.ts'
import { isTargetId } from '#shared/contract/transfer/targets.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import { proposeMapping } from './rows/propose-mapping.ts'

/** What can be said of a layer after a look at its first rows. */
export interface LayerInspection {
  layer: FileLayer
  columns: string[]
  /** Kind of the shapes that were seen; 'mixed' for several, null for none. */
  shapes: RawGeometry['kind'] | 'mixed' | null
  sample: RawFeature[]
}

const SAMPLE_ROWS = 2000
const MOST_COLUMNS = 1024

export function findFileLayer({ layers }: OpenedFile, name: string | undefined): FileLayer {
  const found = name === undefined ? layers[0] : layers.find((layer) => layer.name === name)
  if (!found) throw new InvalidFileError('no_layer', { name: name ?? '' })
  return found
}

export async function inspectLayer(layer: FileLayer): Promise<LayerInspection> {
  const sample: RawFeature[] = []
  const columns = new Set<string>(layer.fields ?? [])
  const kinds = new Set<RawGeometry['kind']>()
  for await (const bunch of layer.features()) {
    for (const feature of bunch) {
      sample.push(feature)
      for (const column of Object.keys(feature.properties)) columns.add(column)
      if (columns.size > MOST_COLUMNS)
        throw new InvalidFileError('too_many_columns', { count: columns.size, limit: MOST_COLUMNS })
      if (feature.geometry) kinds.add(feature.geometry.kind)
    }
    if (sample.length >= SAMPLE_ROWS) break
  }
  return { layer, columns: [...columns], shapes: kinds.size > 1 ? 'mixed' : ([...kinds][0] ?? null), sample }
}

/** The mapping for a target: what was given, else what the columns' names suggest, with single columns put right. */
export function resolveMapping(
  target: Target,
  { columns, shapes }: LayerInspection,
  given: { mapping?: ColumnMapping | undefined; columns?: Readonly<Record<string, string>> | undefined } = {},
): ColumnMapping {
  const proposed = given.mapping ?? proposeMapping(target, columns, shapes !== null)
  const mapping = { ...proposed, fields: { ...proposed.fields, ...given.columns } }
  if (target.shapes.length > 0 && mapping.geometry.from === 'none')
    throw new InvalidFileError('no_geometry_columns')
  return mapping
}

/** The target that a layer most likely is for, by its name, its shapes and how many of its columns are known; null: no idea. */
export function detectTarget(finding: LayerInspection): TargetId | null {
  const name = finding.layer.name.toLowerCase()
  if (isTargetId(name)) return name
  const kind = { points: 'point', lines: 'line', areas: 'area' } as const
  const score = (id: TargetId): number => {
    const target = TARGETS[id]
    const mapping = proposeMapping(target, finding.columns, finding.shapes !== null)
    const own =
      mapping.geometry.from === 'columns'
        ? 'point'
        : finding.shapes === null || finding.shapes === 'mixed' || finding.shapes === 'other'
          ? null
          : kind[finding.shapes]
    const fits =
      own === null
        ? mapping.geometry.from !== 'none' || target.shapes.length === 0
        : target.shapes.includes(own)
    const known = Object.keys(mapping.fields).length
    const digits = codeDigits(finding, mapping.fields['code'])
    const codeFits = target.fields.find(({ key }) => key === 'code')?.type
    const byCode = digits !== null && codeFits?.kind === 'code' && codeFits.lengths.includes(digits) ? 3 : 0
    return fits && mapping.fields['name'] !== undefined
      ? known / Math.max(1, finding.columns.length) + byCode
      : 0
  }
  const best = targetIds.map((id) => ({ id, points: score(id) })).sort((a, b) => b.points - a.points)[0]
  return best && best.points > 0.3 ? best.id : null
}

function codeDigits({ sample }: LayerInspection, column: string | undefined): number | null {
  const values =
    column === undefined ? [] : sample.slice(0, 20).map(({ properties }) => String(properties[column] ?? ''))
  const lengths = new Set(values.filter((value) => /^\d+$/.test(value)).map(({ length }) => length))
  return lengths.size === 1 ? [...lengths][0]! : null
}
