import type { BuildingColumns } from '#shared/drafts/buildings/draft-buildings.ts'
import { int32At } from '#shared/geometry/at.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'

export const HOUSEHOLDS_PER_DOT = 10
/** Dots of one building lie on a spiral this far apart, in world units: about four metres. */
const SPACING = 256
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

const known = new WeakMap<BuildingColumns, Float64Array>()

/**
 * Returns the dots of all buildings as interleaved world coordinates, always at the same places. What is left of a building
 * beside whole dots counts for the next one, so that the dots sum up.
 */
export function placeHouseholdDots(table: BuildingColumns): Float64Array {
  let dots = known.get(table)
  if (dots === undefined) known.set(table, (dots = placeDots(table)))
  return dots
}

function placeDots({ counts: { households }, places }: BuildingColumns): Float64Array {
  const dots: number[] = []
  let rest = HOUSEHOLDS_PER_DOT / 2
  for (let row = 0; row < households.length; row++) {
    rest += households[row] ?? 0
    const count = Math.floor(rest / HOUSEHOLDS_PER_DOT)
    rest -= count * HOUSEHOLDS_PER_DOT
    const x = toWorldX(int32At(places, 2 * row))
    const y = toWorldY(int32At(places, 2 * row + 1))
    for (let dot = 0; dot < count; dot++) {
      const distance = SPACING * Math.sqrt(dot)
      dots.push(x + distance * Math.cos(dot * GOLDEN_ANGLE), y + distance * Math.sin(dot * GOLDEN_ANGLE))
    }
  }
  return Float64Array.from(dots)
}
