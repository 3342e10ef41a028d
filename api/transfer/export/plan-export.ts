import { Cql2Error } from '#shared/cql2/tokenize-cql2.ts'
import type { Provenance } from '#shared/contract/city/city.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { type TargetId, targetIds } from '#shared/contract/transfer/target.ts'
import { AppError } from '../../errors.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import type { WriterId } from '../../../data/formats/model/writer.ts'
import { findWriter } from '../../../data/formats/writers.ts'
import { compileRowFilter } from './compile-row-filter.ts'

export interface ExportOptions {
  city: { code: string; name: string }
  provenance: Pick<Provenance, 'revision' | 'dataDate' | 'source' | 'demo'>
  /** A day, YYYY-MM-DD. */
  today: string
  target: TargetId | 'all'
  format: WriterId
  crs: string
  unit?: string | undefined
  date?: string | undefined
  filter?: string | undefined
  headings: 'keys' | 'zh'
  encoding: 'utf-8' | 'gbk'
  /** The file with metadata.json beside it. */
  zip: boolean
}

/** An export that can be done, as data. */
export interface ExportPlan extends Pick<
  ExportOptions,
  'format' | 'crs' | 'unit' | 'date' | 'filter' | 'headings'
> {
  targets: TargetId[]
  encoding: 'utf-8' | 'gb18030'
  metadata: Record<string, string | number | boolean>
  /** Of the file, and of the file inside when it is zipped. */
  name: string
  inner: string | null
  mediaType: string
}

/** What is to be written, and under which name; or why it cannot be. @throws AppError unprocessable, invalid_request */
export function planExport({
  city,
  provenance,
  today,
  target,
  format,
  unit,
  date,
  filter,
  headings,
  encoding,
  zip,
  crs: wanted,
}: ExportOptions): ExportPlan {
  const writer = findWriter(format)
  if (!writer) throw new AppError('not_found', 'there is no such format', { format })
  const targets: readonly TargetId[] =
    target === 'all' ? targetIds.filter((id) => writer.tables || TARGETS[id].shapes.length > 0) : [target]
  if (targets.length > 1 && !writer.many)
    throw new AppError('unprocessable', 'this format holds one layer only', { format })
  if (!writer.tables && targets.some((id) => TARGETS[id].shapes.length === 0))
    throw new AppError('unprocessable', 'this format holds no tables without shapes', { format })
  if (filter !== undefined) {
    if (target === 'all')
      throw new AppError('unprocessable', 'a filter is about the fields of one layer', { format })
    checkFilter(target, filter)
  }
  const crs = writer.systems?.includes(wanted) === false ? writer.systems[0]! : wanted
  const isShifted = crs === 'GCJ-02' || crs === 'BD-09'
  const plain = [
    city.code,
    target,
    ...(unit === undefined ? [] : [unit]),
    ...(date === undefined ? [] : [date]),
    ...(filter === undefined ? [] : ['filtered']),
    crs.replace('EPSG:', '').toLowerCase(),
    `r${provenance.revision}`,
    ...(provenance.demo ? ['demo'] : []),
  ].join('-')
  return {
    format,
    crs,
    unit,
    date,
    filter,
    headings,
    targets: [...targets],
    encoding: encoding === 'gbk' ? 'gb18030' : 'utf-8',
    metadata: {
      city: city.code,
      name: city.name,
      layers: targets.join(','),
      revision: provenance.revision,
      dataDate: provenance.dataDate,
      source: provenance.source,
      demo: provenance.demo,
      exportedOn: today,
      crs,
      crsName: findCoordinateSystem(crs)?.label ?? crs,
      ...(unit === undefined ? {} : { unit }),
      ...(date === undefined ? {} : { validOn: date }),
      ...(filter === undefined ? {} : { filter }),
      ...(isShifted ? { warning: '坐标已加偏，非 WGS 84 / CGCS2000 · shifted coordinates, not WGS 84' } : {}),
    },
    name: plain + (zip ? '.zip' : writer.extension),
    inner: zip ? plain + writer.extension : null,
    mediaType: zip ? 'application/zip' : writer.mediaType,
  }
}

function checkFilter(target: TargetId, filter: string): void {
  try {
    compileRowFilter(TARGETS[target], filter)
  } catch (error) {
    if (error instanceof Cql2Error)
      throw new AppError(
        'invalid_request',
        `the filter cannot be read: ${error.message}`,
        { place: 'query', parameter: 'filter', at: error.at },
        { cause: error },
      )
    throw error
  }
}
