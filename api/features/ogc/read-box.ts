import { type Box, type Point, snapPoint } from '#shared/geometry/lattice.ts'
import type { Figure } from '#shared/cql2/parse-cql2.ts'
import { AppError } from '../../errors.ts'
import { partsOfBox } from './meets.ts'
import type { Parts } from './row-shape.ts'
import { ogcSystem, type OgcSystem } from './systems.ts'

/** `bbox=` with four numbers, or six with heights, in the system of `bbox-crs`; as a box of the lattice. */
export function readBox(text: string, system: OgcSystem): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if ((numbers.length !== 4 && numbers.length !== 6) || numbers.some((each) => !Number.isFinite(each))) throw new AppError('invalid_request', 'bbox is four numbers, or six', { place: 'query', parameter: 'bbox' })
  const half = numbers.length / 2
  const [a, b, c, d] = [numbers[0]!, numbers[1]!, numbers[half]!, numbers[half + 1]!]
  if (b > d) throw new AppError('invalid_request', 'the lower corner of bbox lies above the upper one', { place: 'query', parameter: 'bbox' })
  return boxOf([[a, b], [c, b], [a, d], [c, d]].map((corner) => placeOf([corner[0]!, corner[1]!], system)))
}

export function systemNamed(uri: string | undefined, parameter: string): OgcSystem {
  const system = ogcSystem(uri)
  if (!system) throw new AppError('invalid_request', `${parameter} is not among the coordinate systems of the collection`, { place: 'query', parameter })
  return system
}

/** A filter's figure on the lattice, with its box. */
export function partsOfFigure(figure: Figure, system: OgcSystem): { parts: Parts; box: Box } {
  const at = (place: readonly [number, number]) => placeOf(place, system)
  switch (figure.is) {
    case 'box': {
      const box = boxOf([at([figure.west, figure.south]), at([figure.east, figure.south]), at([figure.west, figure.north]), at([figure.east, figure.north])])
      return { parts: partsOfBox(box), box }
    }
    case 'points': {
      const points = figure.points.map(at)
      return { parts: { points, lines: [], areas: [] }, box: boxOf(points) }
    }
    case 'lines': {
      const lines = figure.lines.map((line) => line.map(at))
      return { parts: { points: [], lines, areas: [] }, box: boxOf(lines.flat()) }
    }
    case 'areas': {
      const closed = figure.polygons.map((polygon) => polygon.map((ring) => ring.map(at)))
      const areas = closed.map((polygon) => polygon.map((ring) => ring.slice(0, -1)))
      if (areas.flat().some(({ length }) => length < 3)) throw new AppError('invalid_request', 'a polygon in the filter has too few points', { place: 'query', parameter: 'filter' })
      return { parts: { points: [], lines: closed.flat(), areas }, box: boxOf(closed.flat(2)) }
    }
  }
}

function placeOf([x, y]: readonly [number, number], { system, northFirst }: OgcSystem): Point {
  const [longitude, latitude] = northFirst ? system.toDegrees(y, x) : system.toDegrees(x, y)
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) throw new AppError('invalid_request', 'a coordinate lies outside its system', { place: 'query' })
  return snapPoint(Math.max(-180, Math.min(180, longitude)), Math.max(-90, Math.min(90, latitude)))
}

function boxOf(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
