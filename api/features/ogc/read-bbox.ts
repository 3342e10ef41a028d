import { type Box, type Point, snapToLattice } from '#shared/geometry/lattice.ts'
import { computeBox } from '#shared/geometry/shapes/intersects.ts'
import { AppError } from '../../errors.ts'
import { findOgcCrs, type OgcCrs } from './supported-crs.ts'

/** Reads `bbox=` (four numbers, or six with heights) in the system of `bbox-crs`. Returns a box in lattice units. */
export function readBbox(text: string, system: OgcCrs): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if ((numbers.length !== 4 && numbers.length !== 6) || numbers.some((each) => !Number.isFinite(each)))
    throw new AppError('invalid_request', 'bbox is four numbers, or six', {
      place: 'query',
      parameter: 'bbox',
    })
  const half = numbers.length / 2
  const [a, b, c, d] = [numbers[0]!, numbers[1]!, numbers[half]!, numbers[half + 1]!]
  if (b > d)
    throw new AppError('invalid_request', 'the lower corner of bbox lies above the upper one', {
      place: 'query',
      parameter: 'bbox',
    })
  return computeBox(
    [
      [a, b],
      [c, b],
      [a, d],
      [c, d],
    ].map((corner) => projectToLattice([corner[0]!, corner[1]!], system)),
  )
}

export function readCrs(uri: string | undefined, parameter: string): OgcCrs {
  const system = findOgcCrs(uri)
  if (!system)
    throw new AppError(
      'invalid_request',
      `${parameter} is not among the coordinate systems of the collection`,
      { place: 'query', parameter },
    )
  return system
}

export function projectToLattice([x, y]: readonly [number, number], { system, northFirst }: OgcCrs): Point {
  const [longitude, latitude] = northFirst ? system.toDegrees(y, x) : system.toDegrees(x, y)
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude))
    throw new AppError('invalid_request', 'a coordinate lies outside its system', { place: 'query' })
  return snapToLattice(Math.max(-180, Math.min(180, longitude)), Math.max(-90, Math.min(90, latitude)))
}
