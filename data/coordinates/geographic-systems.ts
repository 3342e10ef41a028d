import type { CoordinateSystem } from './coordinate-system.ts'

const same = (x: number, y: number): [number, number] => [x, y]

export const wgs84: CoordinateSystem = {
  id: 'EPSG:4326',
  label: 'WGS 84',
  unit: 'degree',
  toDegrees: same,
  fromDegrees: same,
}

/** Centimetres to decimetres from WGS 84: the same numbers here. */
export const cgcs2000: CoordinateSystem = {
  id: 'EPSG:4490',
  label: 'CGCS2000',
  unit: 'degree',
  toDegrees: same,
  fromDegrees: same,
}
