import { DIVISION_LIMITS, type DivisionInput, type DivisionReason } from './division-input.ts'

/** Returns why a division is not even tried; null: it is. The work is bounded by what is counted here. */
export function checkDivisionInput({ grids, buildings, lines, count }: DivisionInput): DivisionReason | null {
  if (grids.every(({ shape }) => shape.length === 0)) return 'no_land'
  if (count < 2) return 'one_grid'
  if (count > DIVISION_LIMITS.count) return 'too_many_grids'
  if (buildings.length > DIVISION_LIMITS.buildings) return 'too_many_buildings'
  const points = lines.reduce((sum, line) => sum + line.points.length, 0)
  if (points > DIVISION_LIMITS.linePoints) return 'too_many_lines'
  return null
}
