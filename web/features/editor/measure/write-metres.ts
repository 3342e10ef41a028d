import type { Formatters } from '../../../lib/formatters.ts'

/** Below this many metres a length is written to the decimetre. */
const NEAR_M = 100
const KILOMETRE = 1000

/** Writes a measured length exactly: to the decimetre near, to the metre further away. */
export function writeMetres(formats: Formatters, metres: number): string {
  if (metres >= 10 * KILOMETRE) return `${formats.decimal(metres / KILOMETRE)} km`
  return metres < NEAR_M ? `${formats.decimal(metres)} m` : `${formats.count(metres)} m`
}
