/** Why an operation refuses. The text is looked up by the code; nobody matches on messages. */
export const reasonCodes = [
  // the input
  'not_a_number',
  'outside_lattice',
  'too_few_points',
  'zero_length',
  'duplicate_point',
  'self_crossing',
  'ring_not_closed',
  // the line against the grids
  'line_misses',
  'line_touches_only',
  'line_along_border',
  'line_dangles',
  'does_not_divide',
  'too_many_parts',
  'ends_not_on_border',
  'leaves_the_neighbours',
  'junction_between_ends',
  'crosses_border',
  'outside_community',
  'outside_area',
  'too_close',
  // the selection
  'unknown_cell',
  'retired_cell',
  'nothing_selected',
  'one_is_not_enough',
  'not_adjacent',
  'different_communities',
  'id_taken',
  'unknown_vertex',
  'nothing_changes',
  'swallows_a_grid',
  'breaks_a_grid',
  'not_a_gap',
  // the draft around it
  'other_street',
  'nothing_to_undo',
  'nothing_to_redo',
  'not_a_tiling',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

export interface Reason {
  code: ReasonCode
  /** Cells the reason is about. */
  cells?: readonly number[]
  /** Place to point at, [x, y] in lattice units. */
  at?: readonly [x: number, y: number]
  /** A count for the text, e.g. into how many parts a line would cut. */
  count?: number
}

export type Result<T> = { ok: true; value: T } | { ok: false; reason: Reason }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export const reject = (code: ReasonCode, about: Omit<Reason, 'code'> = {}): Result<never> => ({
  ok: false,
  reason: { code, ...about },
})
