import { type Target, targetIds, type TargetId } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { StatedCrs } from '../../../data/coordinates/stated-crs.ts'
import type {
  EncodingDetection,
  FileLayer,
  FileRemark,
  RawFeature,
  RawGeometry,
} from '../../../data/formats/model/format.ts'
import { MAX_COLUMNS } from '../../../data/formats/sheets/sheet-rows.ts'
import { isTargetId } from '#shared/contract/transfer/targets.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import { normaliseWord, proposeMapping } from './rows/propose-mapping.ts'

/** The first rows of a layer, and what follows from them. */
export interface LayerInspection {
  name: string
  /** Rows of the whole layer, if the file states it. */
  count: number | null
  crs: StatedCrs | null
  encoding: EncodingDetection | null
  remarks: readonly FileRemark[]
  columns: string[]
  /** Kind of the shapes of the sample; 'mixed' for several, null for none. */
  shapes: RawGeometry['kind'] | 'mixed' | null
  sample: RawFeature[]
}

const SAMPLE_ROWS = 2000

export async function inspectLayer(layer: FileLayer): Promise<LayerInspection> {
  const sample: RawFeature[] = []
  const columns = new Set<string>(layer.fields ?? [])
  const kinds = new Set<RawGeometry['kind']>()
  for await (const batch of layer.features()) {
    for (const feature of batch) {
      sample.push(feature)
      for (const column of Object.keys(feature.properties)) columns.add(column)
      if (columns.size > MAX_COLUMNS)
        throw new InvalidFileError('too_many_columns', { count: columns.size, limit: MAX_COLUMNS })
      if (feature.geometry) kinds.add(feature.geometry.kind)
    }
    if (sample.length >= SAMPLE_ROWS) break
  }
  return {
    name: layer.name,
    count: layer.count,
    crs: layer.crs,
    encoding: layer.encoding,
    remarks: layer.remarks ?? [],
    columns: [...columns],
    shapes: kinds.size > 1 ? 'mixed' : ([...kinds][0] ?? null),
    sample,
  }
}

/** The mapping of a target: the given one, else the one that the names of the columns suggest; single columns override it. */
export function resolveMapping(
  target: Target,
  { columns, shapes }: LayerInspection,
  given: { mapping?: ColumnMapping | undefined; columns?: Readonly<Record<string, string>> | undefined } = {},
): ColumnMapping {
  const proposed = given.mapping ?? proposeMapping(target, columns, shapes !== null)
  const mapping = { ...proposed, fields: { ...proposed.fields, ...given.columns } }
  // rows of a table without places can only be about what is in the city already, under their codes
  const isByCode = shapes === null && mapping.fields['code'] !== undefined
  if (target.shapes.length > 0 && mapping.geometry.from === 'none' && !isByCode)
    throw new InvalidFileError('no_geometry_columns')
  return mapping
}

/** The most likely target of a layer, by its name, its shapes and its known columns; null: none is likely. */
export function detectTarget(finding: LayerInspection): TargetId | null {
  const name = finding.name.toLowerCase()
  if (isTargetId(name)) return name
  const word = normaliseWord(name)
  const called = targetIds.find((id) =>
    [TARGETS[id].zh, TARGETS[id].en].some((each) => normaliseWord(each) === word),
  )
  if (called !== undefined) return called
  const kind = { points: 'point', lines: 'line', areas: 'area' } as const
  const score = (id: TargetId): number => {
    const target = TARGETS[id]
    const mapping = proposeMapping(target, finding.columns, finding.shapes !== null)
    const own =
      mapping.geometry.from === 'columns'
        ? 'point'
        : mapping.geometry.from === 'wkt'
          ? getShapeOfText(finding, mapping.geometry.column)
          : finding.shapes === null || finding.shapes === 'mixed' || finding.shapes === 'other'
            ? null
            : kind[finding.shapes]
    const known = Object.keys(mapping.fields).length
    const digits = codeDigits(finding, mapping.fields['code'])
    const codeFits = target.fields.find(({ key }) => key === 'code')?.type
    const byCode = digits !== null && codeFits?.kind === 'code' && codeFits.lengths.includes(digits) ? 3 : 0
    const fits =
      own === null
        ? mapping.geometry.from !== 'none' || target.shapes.length === 0 || byCode > 0
        : target.shapes.includes(own)
    const hasRequired = target.fields.every(
      ({ key, required, made }) => !required || made || mapping.fields[key] !== undefined,
    )
    // names can be made, but not everything
    return fits && hasRequired && (mapping.fields['name'] !== undefined || !hasName(target) || byCode > 0)
      ? known / Math.max(1, finding.columns.length) + byCode
      : 0
  }
  const best = targetIds.map((id) => ({ id, points: score(id) })).sort((a, b) => b.points - a.points)[0]
  return best && best.points > 0.3 ? best.id : null
}

const hasName = ({ fields }: Target): boolean => fields.some(({ key }) => key === 'name')

/** Returns the kind of the shapes that a column of texts holds: well-known text, or both coordinates of points. */
function getShapeOfText({ sample }: LayerInspection, column: string): 'point' | 'line' | 'area' | null {
  const text = String(sample.map(({ properties }) => properties[column]).find(Boolean) ?? '')
  if (/polygon/i.test(text)) return 'area'
  if (/linestring/i.test(text)) return 'line'
  return text === '' ? null : 'point'
}

function codeDigits({ sample }: LayerInspection, column: string | undefined): number | null {
  const values =
    column === undefined ? [] : sample.slice(0, 20).map(({ properties }) => String(properties[column] ?? ''))
  const lengths = new Set(values.filter((value) => /^\d+$/.test(value)).map(({ length }) => length))
  return lengths.size === 1 ? [...lengths][0]! : null
}
