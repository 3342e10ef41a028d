import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { CoordinateSystem } from '../../../data/coordinates/coordinate-system.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { InvalidFileError } from '../../../data/formats/model/invalid-file-error.ts'
import type { FileSource } from '../../../data/formats/io/file-source.ts'
import type { RawPosition, RawGeometry } from '../../../data/formats/model/format.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { readRow } from './rows/read-row.ts'
import { inspectLayer, findFileLayer, resolveMapping } from './inspect-layer.ts'
import type { ImportRequest } from './import-request.ts'

const MOST_FEATURES = 1500
const MOST_POSITIONS = 120_000

/** The first features where they would lie if the file were in that system, thinned out, as GeoJSON text. */
export async function previewImport(file: FileSource, request: ImportRequest, crs: string): Promise<string> {
  const system = findCoordinateSystem(crs)
  if (!system) throw new InvalidFileError('unknown_crs', { name: crs })
  const target = TARGETS[request.target]
  const opened = await openFile(file, { encoding: request.encoding })
  try {
    const found = await inspectLayer(findFileLayer(opened, request.layer))
    const mapping = resolveMapping(target, found, request)
    const rows = found.sample.slice(0, MOST_FEATURES).map((feature) => readRow(target, mapping, feature))
    const positions = rows.reduce((sum, { geometry }) => sum + (geometry ? countOf(geometry) : 0), 0)
    const step = Math.max(1, Math.ceil(positions / MOST_POSITIONS))
    const features = rows.flatMap(({ row, values, geometry }) => {
      const shape = geometry ? geometryOf(geometry, system, step) : null
      return shape
        ? [
            {
              type: 'Feature',
              properties: { row, label: String(values['name'] ?? values['code'] ?? row) },
              geometry: shape,
            },
          ]
        : []
    })
    return JSON.stringify({ type: 'FeatureCollection', features })
  } finally {
    await opened.close()
  }
}

const linesOf = (geometry: RawGeometry): readonly (readonly RawPosition[])[] =>
  geometry.kind === 'areas'
    ? geometry.polygons.flat()
    : geometry.kind === 'lines'
      ? geometry.lines
      : geometry.kind === 'points'
        ? [geometry.points]
        : []

const countOf = (geometry: RawGeometry) => linesOf(geometry).reduce((sum, line) => sum + line.length, 0)

function geometryOf(geometry: RawGeometry, system: CoordinateSystem, step: number): object | null {
  const lines = linesOf(geometry).map((line) =>
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
