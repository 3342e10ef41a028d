/** Why an operation is rejected. The message is looked up by code. */
export const reasonCodes = [
  // input
  'not_a_number',
  'outside_lattice',
  'too_few_points',
  'zero_length',
  'duplicate_point',
  'too_many_points',
  'self_crossing',
  'ring_not_closed',
  // the line against the grids
  'line_misses',
  'line_touches_only',
  'line_along_border',
  'line_dangles',
  'does_not_divide',
  'too_many_parts',
  'too_many_crossings',
  'too_many_steps',
  'ends_not_on_border',
  'leaves_the_neighbours',
  'junction_between_ends',
  'crosses_border',
  'outside_community',
  'outside_area',
  'too_close',
  // selection
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
  'undivided',
  // where premises, workers and branches go
  'assigned_elsewhere',
  'assigned_twice',
  'unknown_premises',
  'unknown_branch',
  'branch_left_out',
  'workers_differ',
  // state of the draft
  'other_street',
  'nothing_to_undo',
  'nothing_to_redo',
  'not_a_tiling',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

export interface Reason {
  code: ReasonCode
  /** Cells concerned. */
  cells?: readonly number[]
  /** Position of the problem, [x, y] in lattice units. */
  at?: readonly [x: number, y: number]
  /** Number for the message, e.g. the parts into which a line would divide. */
  count?: number
}

export type Result<T> = { ok: true; value: T } | { ok: false; reason: Reason }

/** Wraps a successful value. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** Creates a failed result with its reason. */
export const reject = (code: ReasonCode, about: Omit<Reason, 'code'> = {}): Result<never> => ({
  ok: false,
  reason: { code, ...about },
})
