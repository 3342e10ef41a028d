import { rowReasons, type RowReason } from '#shared/contract/transfer-reasons.ts'
import { TARGETS, type TargetId } from '#shared/contract/transfer-targets.ts'
import type { CoordinateSystem } from '../coordinates/coordinate-system.ts'
import { systemOf } from '../coordinates/system-of.ts'
import { FileRefused } from '../formats/file-refused.ts'
import type { FileSource } from '../formats/file-source.ts'
import { openFile } from '../formats/formats.ts'
import type { EncodingFinding, FileLayer, RawFeature } from '../formats/format.ts'
import type { ReadPage } from '../tables/read-pages.ts'
import { type BaseCity, loadBase } from './base/city-base.ts'
import type { Mapping } from './columns/mapping.ts'
import { readRow, type ReadRow } from './columns/read-row.ts'
import type { CrsFinding } from './crs/recognise-crs.ts'
import { inspectLayer, layerNamed } from './inspect-file.ts'
import { importLines } from './lines/import-lines.ts'
import { importPlaces } from './places/import-places.ts'
import { importIndicators } from './records/import-indicators.ts'
import { importProjects } from './records/import-projects.ts'
import type { ReasonCount, RowCounts, TargetReport } from './report.ts'
import type { RowOutcome, Staging } from './staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import { importGrids } from './territory/import-grids.ts'
import { importUnits } from './territory/import-units.ts'
import type { Choices } from './territory/problem-places.ts'
import { understandLayer } from './understand-layer.ts'

/** What is to be brought in, and how; what is left out is found out. */
export interface ImportRequest {
  target: TargetId
  layer?: string | undefined
  encoding?: string | undefined
  crs?: string | undefined
  mapping?: Mapping | undefined
  /** Columns by field key, in place of those that the names suggest. */
  columns?: Readonly<Record<string, string>> | undefined
  missing: 'keep' | 'retire'
  toleranceM: number
  /** Who receives gaps and overlaps, by the place's id; nothing is decided without them. */
  choices?: Choices['choices'] | undefined
  /** What happens to places that nobody has chosen for. */
  rest?: Choices['rest'] | undefined
  /** What happens to grids of communities with undecided places. */
  unclear?: 'write' | 'draft' | undefined
  day: string
}

export interface ImportReport extends TargetReport {
  target: TargetId
  file: { name: string; bytes: number; format: string; layer: string; layers: string[] }
  encoding: EncodingFinding | null
  crs: CrsFinding & { used: string | null }
  mapping: Mapping
  columns: string[]
  rows: RowCounts
  reasons: ReasonCount[]
  /** Revision of the city that everything was compared with. */
  baseRevision: number
}

export interface PrepareInput {
  file: FileSource
  request: ImportRequest
  city: BaseCity
  read: ReadPage
  staging: Staging
  /** Rows that have been read, and how many there are if the file says. */
  onProgress?: (rows: number, of: number | null) => void
  /** Thrown out of reading when it is aborted. */
  signal?: AbortSignal
}

const imports: Record<TargetId, TargetImport> = {
  districts: importUnits,
  streets: importUnits,
  communities: importUnits,
  grids: importGrids,
  stations: importPlaces,
  centers: importPlaces,
  premises: importPlaces,
  parks: importPlaces,
  roads: importLines,
  waterways: importLines,
  indicators: importIndicators,
  projects: importProjects,
  candidates: importPlaces,
}

/**
 * Reads a file and works out what an import would do, without doing it: that is the dry run, and what is staged is all
 * that the commit will write.
 *
 * @throws FileRefused when the file cannot be used as a whole
 */
export async function prepareImport({
  file,
  request,
  city,
  read,
  staging,
  onProgress = () => undefined,
  signal,
}: PrepareInput): Promise<ImportReport> {
  const target = TARGETS[request.target]
  const opened = await openFile(file, { encoding: request.encoding })
  try {
    const layer = layerNamed(opened, request.layer)
    const found = await inspectLayer(layer)
    if (found.sample.length === 0) throw new FileRefused('no_rows')
    const base = await loadBase(city, read)
    const { mapping, crs } = understandLayer(target, found, request, base)
    const system = target.shapes.length === 0 ? systemOf('EPSG:4490')! : systemFor(request, crs)
    const counts: RowCounts = {
      read: 0,
      added: 0,
      changed: 0,
      same: 0,
      drafted: 0,
      refused: 0,
      mended: 0,
      flagged: 0,
    }
    const reasons = new Map<RowReason, ReasonCount>()
    const watched: Staging = {
      put: staging.put,
      place: staging.place,
      draft: staging.draft,
      async tell(row) {
        countRow(row, counts, reasons)
        await staging.tell(row)
      },
    }
    const result = await imports[request.target]({
      target,
      base,
      read,
      system,
      rows: readRows(layer, (feature) => readRow(target, mapping, feature), signal),
      staging: watched,
      missing: request.missing,
      toleranceM: request.toleranceM,
      unclear: request.unclear ?? 'write',
      choices: { choices: request.choices ?? {}, rest: request.rest ?? 'leave' },
      day: request.day,
      onProgress: (rows) => onProgress(rows, layer.count),
    })
    return {
      ...result,
      target: request.target,
      file: {
        name: file.name,
        bytes: file.size,
        format: opened.format.id,
        layer: layer.name,
        layers: opened.layers.map(({ name }) => name),
      },
      encoding: layer.encoding,
      crs: {
        ...(crs ?? {
          proposed: null,
          because: 'nothing',
          sure: true,
          stated: null,
          compared: 0,
          hypotheses: [],
        }),
        used: target.shapes.length === 0 ? null : system.id,
      },
      mapping,
      columns: found.columns,
      rows: counts,
      reasons: [...reasons.values()].sort(
        (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || b.count - a.count,
      ),
      baseRevision: city.revision,
    }
  } finally {
    await opened.close()
  }
}

const severityOrder = ['refused', 'flagged', 'mended', 'note']

function systemFor({ crs: given }: ImportRequest, found: CrsFinding | null): CoordinateSystem {
  if (given !== undefined) {
    const system = systemOf(given)
    if (!system) throw new FileRefused('unknown_crs', { name: given.slice(0, 60) })
    return system
  }
  if (found?.proposed == null) {
    if (found?.stated?.needsParameters)
      throw new FileRefused('crs_needs_parameters', { name: found.stated.text })
    throw new FileRefused('crs_not_found')
  }
  return systemOf(found.proposed)!
}

async function* readRows(
  layer: FileLayer,
  read: (feature: RawFeature) => ReadRow,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadRow[]> {
  for await (const bunch of layer.features()) {
    signal?.throwIfAborted()
    yield bunch.map(read)
  }
}

const MOST_EXAMPLES = 20

function countRow(
  { row, label, outcome, problems }: RowOutcome,
  counts: RowCounts,
  reasons: Map<RowReason, ReasonCount>,
): void {
  counts.read++
  counts[outcome]++
  const severities = new Set(problems.map(({ code }) => rowReasons[code].severity))
  if (outcome !== 'refused' && severities.has('mended')) counts.mended++
  if (outcome !== 'refused' && severities.has('flagged')) counts.flagged++
  for (const { code, details = {} } of problems) {
    const known = reasons.get(code) ?? { code, severity: rowReasons[code].severity, count: 0, examples: [] }
    known.count++
    if (known.examples.length < MOST_EXAMPLES) known.examples.push({ row, label, details })
    reasons.set(code, known)
  }
}
