import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import { type Box, type MultiPolygon, type Point, toDegrees } from '#shared/geometry/lattice.ts'
import type { Mesh } from '#shared/tiles/mesh.ts'
import type { OgcSystem } from './systems.ts'

/** A row's shape as parts: single points, lines, and the areas they enclose. */
export interface Parts { points: readonly Point[]; lines: readonly (readonly Point[])[]; areas: MultiPolygon }

export function partsAt(mesh: Mesh, row: number): Parts {
  switch (mesh.kind) {
    case 'point': return { points: [[mesh.xy[2 * row]!, mesh.xy[2 * row + 1]!]], lines: [], areas: [] }
    case 'line': return { points: [], lines: [lineAt(mesh.lines.xy, mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!)], areas: [] }
    case 'polygon': {
      const areas = multiPolygonAt(mesh.polygons, row)
      return { points: [], lines: areas.flat().map((ring) => [...ring, ring[0]!]), areas }
    }
  }
}

/** Lattice box; null: the row has no shape. */
export function boxAt(mesh: Mesh, row: number): Box | null {
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

function rangeAt(mesh: Mesh, row: number): [from: number, to: number] {
  switch (mesh.kind) {
    case 'point': return [row, row + 1]
    case 'line': return [mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!]
    case 'polygon': {
      const { featureStart, polygonStart, ringStart } = mesh.polygons
      return [ringStart[polygonStart[featureStart[row]!]!]!, ringStart[polygonStart[featureStart[row + 1]!]!]!]
    }
  }
}

/** A row's shape as a GeoJSON geometry, written at once: a page of ten thousand is a megabyte of numbers. */
export function geometryText(mesh: Mesh, row: number, { system, northFirst }: OgcSystem): string {
  const isPlain = system.unit === 'degree'
  const place = (xy: Int32Array, i: number): string => {
    const [longitude, latitude] = [toDegrees(xy[2 * i]!), toDegrees(xy[2 * i + 1]!)]
    if (isPlain) return northFirst ? `[${latitude},${longitude}]` : `[${longitude},${latitude}]`
    const [x, y] = system.fromDegrees(longitude, latitude)
    const [east, north] = [Math.round(x * 1e4) / 1e4, Math.round(y * 1e4) / 1e4]
    return northFirst ? `[${north},${east}]` : `[${east},${north}]`
  }
  const run = (xy: Int32Array, from: number, to: number, closed: boolean): string => {
    let text = '['
    for (let i = from; i < to; i++) text += i === from ? place(xy, i) : `,${place(xy, i)}`
    return `${text}${closed ? `,${place(xy, from)}` : ''}]`
  }
  switch (mesh.kind) {
    case 'point': return `{"type":"Point","coordinates":${place(mesh.xy, row)}}`
    case 'line': return `{"type":"LineString","coordinates":${run(mesh.lines.xy, mesh.lines.lineStart[row]!, mesh.lines.lineStart[row + 1]!, false)}}`
    case 'polygon': {
      const { featureStart, polygonStart, ringStart, xy } = mesh.polygons
      if (featureStart[row] === featureStart[row + 1]) return 'null'
      let text = '{"type":"MultiPolygon","coordinates":['
      for (let p = featureStart[row]!; p < featureStart[row + 1]!; p++) {
        text += p === featureStart[row] ? '[' : ',['
        for (let r = polygonStart[p]!; r < polygonStart[p + 1]!; r++) text += `${r === polygonStart[p] ? '' : ','}${run(xy, ringStart[r]!, ringStart[r + 1]!, true)}`
        text += ']'
      }
      return `${text}]}`
    }
  }
}

function lineAt(xy: Int32Array, from: number, to: number): Point[] {
  return Array.from({ length: to - from }, (_, i): Point => [xy[2 * (from + i)]!, xy[2 * (from + i) + 1]!])
}
