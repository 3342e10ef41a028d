import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { type Box, type Point, toDegrees } from '#shared/geometry/lattice.ts'
import type { GeometryParts } from '#shared/geometry/shapes/intersects.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'
import type { JsonBuffer } from './json-buffer.ts'
import type { OgcCrs } from './supported-crs.ts'

export function getRowParts(mesh: TileGeometry, row: number): GeometryParts {
  switch (mesh.kind) {
    case 'point':
      return { points: [[mesh.xy[2 * row]!, mesh.xy[2 * row + 1]!]], lines: [], areas: [] }
    case 'line':
      return {
        points: [],
        lines: [lineAt(mesh.lines.xy, mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!)],
        areas: [],
      }
    case 'polygon': {
      const areas = getMultiPolygon(mesh.polygons, row)
      return { points: [], lines: areas.flat().map((ring) => [...ring, ring[0]!]), areas }
    }
  }
}

/** Returns the box of a row in lattice units; null: it has no shape. */
export function computeRowBox(mesh: TileGeometry, row: number): Box | null {
  const xy = mesh.kind === 'point' ? mesh.xy : mesh.kind === 'line' ? mesh.lines.xy : mesh.polygons.xy
  const [from, to] = rangeAt(mesh, row)
  if (from === to) return null
  let [west, south, east, north] = [xy[2 * from]!, xy[2 * from + 1]!, xy[2 * from]!, xy[2 * from + 1]!]
  for (let i = from + 1; i < to; i++) {
    const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!]
    if (x < west) west = x
    else if (x > east) east = x
    if (y < south) south = y
    else if (y > north) north = y
  }
  return [west, south, east, north]
}

function rangeAt(mesh: TileGeometry, row: number): [from: number, to: number] {
  switch (mesh.kind) {
    case 'point':
      return [row, row + 1]
    case 'line':
      return [mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!]
    case 'polygon': {
      const { featureStart, polygonStart, ringStart } = mesh.polygons
      return [
        ringStart[polygonStart[featureStart[row]!]!]!,
        ringStart[polygonStart[featureStart[row + 1]!]!]!,
      ]
    }
  }
}

const [OPEN, CLOSE, COMMA] = [91, 93, 44]

/** Writes a row's shape as a GeoJSON geometry. */
export function writeRowGeometry(
  json: JsonBuffer,
  mesh: TileGeometry,
  row: number,
  { system, northFirst }: OgcCrs,
): void {
  const isPlain = system.unit === 'degree'
  const place = (xy: Int32Array, i: number): void => {
    const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!]
    if (isPlain) {
      json.sign(OPEN)
      json.degrees(northFirst ? y : x)
      json.sign(COMMA)
      json.degrees(northFirst ? x : y)
      return json.sign(CLOSE)
    }
    const [east, north] = system
      .fromDegrees(toDegrees(x), toDegrees(y))
      .map((metres) => Math.round(metres * 1e4) / 1e4)
    json.text(northFirst ? `[${north},${east}]` : `[${east},${north}]`)
  }
  const run = (xy: Int32Array, from: number, to: number, closed: boolean): void => {
    json.sign(OPEN)
    for (let i = from; i < to; i++) {
      if (i > from) json.sign(COMMA)
      place(xy, i)
    }
    if (closed) {
      json.sign(COMMA)
      place(xy, from)
    }
    json.sign(CLOSE)
  }
  switch (mesh.kind) {
    case 'point':
      json.text('{"type":"Point","coordinates":')
      place(mesh.xy, row)
      return json.text('}')
    case 'line':
      json.text('{"type":"LineString","coordinates":')
      run(mesh.lines.xy, mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!, false)
      return json.text('}')
    case 'polygon': {
      const { featureStart, polygonStart, ringStart, xy } = mesh.polygons
      if (featureStart[row] === featureStart[row + 1]) return json.text('null')
      json.text('{"type":"MultiPolygon","coordinates":[')
      for (let p = featureStart[row]!; p < featureStart[row + 1]!; p++) {
        json.text(p === featureStart[row] ? '[' : ',[')
        for (let r = polygonStart[p]!; r < polygonStart[p + 1]!; r++) {
          if (r > polygonStart[p]!) json.sign(COMMA)
          run(xy, ringStart[r]!, ringStart[r + 1]!, true)
        }
        json.sign(CLOSE)
      }
      return json.text(']}')
    }
  }
}

function lineAt(xy: Int32Array, from: number, to: number): Point[] {
  return Array.from({ length: to - from }, (_, i): Point => [xy[2 * (from + i)]!, xy[2 * (from + i) + 1]!])
}
