import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { RawPosition, RawGeometry } from '../../../data/formats/model/format.ts'
import { readRow } from './rows/read-row.ts'
import { type FileInspection, findLayer } from './inspect-file.ts'
import { resolveMapping } from './inspect-layer.ts'
import type { ImportRequest } from './import-request.ts'

const MAX_FEATURES = 1500
const MAX_POSITIONS = 120_000

/** The first features of a layer, projected from a coordinate system and simplified, as GeoJSON text. */
export function previewImport(
  { layers }: FileInspection,
  request: Pick<ImportRequest, 'target' | 'layer' | 'mapping' | 'columns'>,
  crs: string,
): string {
  const system = findCoordinateSystem(crs)
  if (!system) throw new InvalidFileError('unknown_crs', { name: crs })
  const target = TARGETS[request.target]
  const layer = findLayer(layers, request.layer)
  const mapping = resolveMapping(target, layer, request)
  const rows = layer.sample.slice(0, MAX_FEATURES).map((feature) => readRow(target, mapping, feature))
  const positions = rows.reduce((sum, { geometry }) => sum + (geometry ? countPositions(geometry) : 0), 0)
  const step = Math.max(1, Math.ceil(positions / MAX_POSITIONS))
  const features = rows.flatMap(({ row, values, geometry }) => {
    const shape = geometry ? toGeojsonGeometry(geometry, system, step) : null
    if (!shape) return []
    const properties = { row, label: String(values['name'] ?? values['code'] ?? row) }
    return [{ type: 'Feature', properties, geometry: shape }]
  })
  return JSON.stringify({ type: 'FeatureCollection', features })
}

const listLines = (geometry: RawGeometry): readonly (readonly RawPosition[])[] =>
  geometry.kind === 'areas'
    ? geometry.polygons.flat()
    : geometry.kind === 'lines'
      ? geometry.lines
      : geometry.kind === 'points'
        ? [geometry.points]
        : []

const countPositions = (geometry: RawGeometry) =>
  listLines(geometry).reduce((sum, line) => sum + line.length, 0)

function toGeojsonGeometry(geometry: RawGeometry, system: CoordinateSystem, step: number): object | null {
  const lines = listLines(geometry).map((line) =>
    line
      .filter(
        (position, i) =>
          (i % step === 0 || i === line.length - 1) &&
          Number.isFinite(position[0]) &&
          Number.isFinite(position[1]),
      )
      .map(([x, y]) => system.toDegrees(x!, y!).map((value) => Math.round(value * 1e6) / 1e6))
      .filter(([longitude, latitude]) => Math.abs(longitude!) <= 180 && Math.abs(latitude!) <= 90),
  )
  switch (geometry.kind) {
    case 'points':
      return lines[0]?.[0] ? { type: 'Point', coordinates: lines[0][0] } : null
    case 'lines':
    case 'areas':
      return { type: 'MultiLineString', coordinates: lines.filter(({ length }) => length > 1) }
    case 'other':
      return null
  }
}
