import type { DryRunReport, ReasonCount, RowCounts } from './staging/import-report.ts'
import type { ImportRequest } from './import-request.ts'
import { rowReasons } from '#shared/contract/transfer/row-reasons.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import type { FileLayer, RawFeature } from '../../../data/formats/model/format.ts'
import type { PageReader } from '../tables/read-table-pages.ts'
import { loadExistingCity } from './existing/existing-city.ts'
import type { CityVersion } from '../tables/open-city-tables.ts'
import { readRow, type ParsedRow } from './rows/read-row.ts'
import type { CrsDetection } from './crs/detect-crs.ts'
import { findLayer } from './inspect-file.ts'
import { inspectLayer, type LayerInspection } from './inspect-layer.ts'
import { importBuildings } from './targets/import-buildings.ts'
import { importLines } from './targets/import-lines.ts'
import { importPremisesAndParks } from './targets/import-premises-and-parks.ts'
import { importIndicators } from './targets/import-indicators.ts'
import { importProjects } from './targets/import-projects.ts'
import type { RowOutcome, Staging } from './staging/staging.ts'
import type { RowProblem } from '../../../data/formats/model/format.ts'
import type { TargetImport } from './targets/target-import.ts'
import { importGrids } from './targets/import-grids.ts'
import { importUnits } from './targets/import-units.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import { detectLayer } from './detect-layer.ts'

export interface PlanImportInput {
  file: FileSource
  /** The inspection of the requested layer, if it is known already. */
  inspection?: LayerInspection | undefined
  request: ImportRequest
  city: CityVersion
  read: PageReader
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
  stations: importPremisesAndParks,
  centers: importPremisesAndParks,
  premises: importPremisesAndParks,
  parks: importPremisesAndParks,
  buildings: importBuildings,
  roads: importLines,
  waterways: importLines,
  indicators: importIndicators,
  projects: importProjects,
  candidates: importPremisesAndParks,
}

/**
 * The dry run: reads a file and computes what an import would do, without doing it. The commit writes exactly what is
 * staged here.
 *
 * @throws InvalidFileError when the file cannot be used as a whole
 */
export async function planImport({
  file,
  inspection,
  request,
  city,
  read,
  staging,
  onProgress = () => undefined,
  signal,
}: PlanImportInput): Promise<DryRunReport> {
  const target = TARGETS[request.target]
  const opened = await openFile(file, { encoding: request.encoding, headRow: request.headRow })
  try {
    const layer = findLayer(opened.layers, request.layer)
    const found = inspection ?? (await inspectLayer(layer))
    if (found.sample.length === 0) throw new InvalidFileError('no_rows')
    const base = await loadExistingCity(city, read)
    const { mapping, crs } = detectLayer(target, found, request, base)
    const hasShapes = target.shapes.length > 0 && mapping.geometry.from !== 'none'
    const system = hasShapes ? systemFor(request, crs) : findCoordinateSystem('EPSG:4490')!
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
    const reasons = new Map<string, ReasonCount>()
    const watched: Staging = {
      put: staging.put,
      place: staging.place,
      draft: staging.draft,
      async tell(row) {
        const told =
          row.outcome === 'refused'
            ? { ...row, problems: row.problems.map((problem) => toUndone(problem, mapping)) }
            : row
        countRow(told, counts, reasons)
        await staging.tell(told)
      },
    }
    const result = await imports[request.target]({
      target,
      base,
      read,
      system: { ...system, place: city.place },
      rows: readRows(layer, (feature) => readRow(target, mapping, feature), signal),
      staging: watched,
      scope: {
        missing: request.missing,
        within: request.within ?? [],
        mayEmpty: request.mayEmpty ?? false,
      },
      toleranceM: request.toleranceM,
      unclear: request.unclear ?? 'write',
      choices: { choices: request.choices ?? {}, rest: request.rest ?? 'leave' },
      day: request.day,
      onProgress: (rows) => onProgress(rows, layer.count),
    })
    return {
      ...result,
      // where nothing was taken, nothing was checked
      certificate: counts.refused === counts.read ? null : result.certificate,
      target: request.target,
      file: {
        name: file.name,
        bytes: file.size,
        format: layer.format ?? opened.format.id,
        layer: layer.name,
        layers: opened.layers.map(({ name }) => name),
        remarks: [...(layer.remarks ?? [])],
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
          offered: [],
        }),
        used: hasShapes ? system.id : null,
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

function systemFor({ crs: given }: ImportRequest, found: CrsDetection | null): CoordinateSystem {
  if (given !== undefined) {
    const system = findCoordinateSystem(given)
    if (!system) throw new InvalidFileError('unknown_crs', { name: given.slice(0, 60) })
    return system
  }
  if (found?.proposed == null) {
    if (found?.stated?.needsParameters)
      throw new InvalidFileError('crs_needs_parameters', { name: found.stated.text })
    if (found?.stated?.unsupported)
      throw new InvalidFileError('crs_not_supported', { name: found.stated.text })
    throw new InvalidFileError('crs_not_found')
  }
  return findCoordinateSystem(found.proposed)!
}

async function* readRows(
  layer: FileLayer,
  read: (feature: RawFeature) => ParsedRow,
  signal: AbortSignal | undefined,
): AsyncGenerator<ParsedRow[]> {
  for await (const bunch of layer.features()) {
    signal?.throwIfAborted()
    yield bunch.map(read)
  }
}

/**
 * What would have been mended in a row that is refused for another reason: whoever corrects the row meets it next. A row
 * of a table without a shape is refused only where nothing has its code.
 */
function toUndone(problem: RowProblem, { geometry }: ColumnMapping): RowProblem {
  if (problem.code === 'no_geometry' && geometry.from !== 'file')
    return { ...problem, code: 'no_geometry_for_new' }
  return problem.code === 'loop_removed' ? { ...problem, code: 'loop_found' } : problem
}

const MOST_EXAMPLES = 20

function countRow(
  { row, label, outcome, problems }: RowOutcome,
  counts: RowCounts,
  reasons: Map<string, ReasonCount>,
): void {
  counts.read++
  counts[outcome]++
  const severities = new Set(problems.map(({ code }) => rowReasons[code].severity))
  if (outcome !== 'refused' && severities.has('mended')) counts.mended++
  if (outcome !== 'refused' && severities.has('flagged')) counts.flagged++
  const own = new Map<string, RowProblem>()
  for (const problem of problems) {
    const { code, details } = problem
    if (outcome === 'refused' && rowReasons[code].severity === 'mended') continue
    // what is said of one column is not said of another; a row counts once, with its largest area
    const key = `${code} ${details?.['column'] ?? details?.['field'] ?? ''}`
    const first = own.get(key)
    if (first === undefined || getArea(problem) > getArea(first)) own.set(key, problem)
  }
  for (const [key, { code, details = {} }] of own) {
    const known = reasons.get(key) ?? { code, severity: rowReasons[code].severity, count: 0, examples: [] }
    known.count++
    known.examples.push({ row, label, details })
    // the largest areas first, all else as it stands in the file
    known.examples.sort((a, b) => getArea(b) - getArea(a)).splice(MOST_EXAMPLES)
    reasons.set(key, known)
  }
}

const getArea = ({ details }: Pick<RowProblem, 'details'>): number => Number(details?.['m2'] ?? 0)
