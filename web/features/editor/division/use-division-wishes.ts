import { reactive } from 'vue'
import type { DivisionWish } from '#shared/division/read-division-input.ts'
import type { ProposalStyle } from '#shared/division/propose-division.ts'
import type { Point } from '#shared/geometry/lattice.ts'

/** Grids that can be asked for at once. */
export const MOST_GRIDS = 60

/** Metres that borders can be asked to keep from premises. */
const PREMISES_M = { least: 5, most: 300 } as const

/** How one grid becomes equal parts: as it comes out best, along roads and waterways, or as strips along a bearing. */
export const equalModes = ['auto', 'streets', 'bearing'] as const
export type EqualMode = (typeof equalModes)[number]

/** What an official asks of a division. */
export interface DivisionWishes {
  count: number
  /** Percent. */
  tolerance: number
  keepsCompounds: boolean
  /** Percent of households that may change their grid; 100: any. */
  mostChange: number
  /** Borders keep so many metres from premises. */
  keepsPremises: boolean
  premisesM: number
  mode: EqualMode
  /** Degrees clockwise from north, 0–179. */
  bearing: number
}

/** The wishes as the panel shows them; `set` ignores what cannot be. */
export function useDivisionWishes() {
  const wishes = reactive<DivisionWishes>({
    count: 2,
    tolerance: 10,
    keepsCompounds: false,
    mostChange: 100,
    keepsPremises: false,
    premisesM: 50,
    mode: 'auto',
    bearing: 0,
  })
  function set(next: Partial<DivisionWishes>): void {
    const { count, bearing, premisesM } = next
    if (count !== undefined && (count < 2 || count > MOST_GRIDS)) return
    if (premisesM !== undefined && !(premisesM >= PREMISES_M.least && premisesM <= PREMISES_M.most)) return
    if (bearing !== undefined && !Number.isFinite(bearing)) return
    // a direction and its opposite are one
    const turned = bearing === undefined ? {} : { bearing: ((Math.round(bearing) % 180) + 180) % 180 }
    Object.assign(wishes, next, turned)
  }
  return { wishes, set }
}

/** The same as the search takes them. */
export const toSearchWish = (
  { count, tolerance, keepsCompounds, mostChange, keepsPremises, premisesM, bearing }: DivisionWishes,
  premises: readonly Point[],
): DivisionWish => ({
  count,
  tolerance: tolerance / 100,
  keepsCompounds,
  ...(mostChange < 100 ? { mostChange: mostChange / 100 } : {}),
  ...(keepsPremises ? { premises, premisesM } : {}),
  bearing,
  seed: 1,
})

/**
 * What is proposed of how many grids. Of one there is nothing to keep, so the roundest shapes stand in for the least change.
 * `isHalf`: one proposal is enough.
 */
export function listStyles(
  { mode }: DivisionWishes,
  { isEqual, isHalf, grids }: { isEqual: boolean; isHalf: boolean; grids: number },
): ProposalStyle[] {
  if (!isEqual) return ['lines', 'balanced', grids > 1 ? 'today' : 'compact']
  if (mode === 'streets') return ['streets']
  if (mode === 'bearing') return ['strips']
  return isHalf ? ['balanced'] : ['balanced', 'lines']
}
