/** The closed lists of the coverage analysis. */

/**
 * Classes of a grid: 已覆盖, 有组织够不着, 有阵地无组织, 双缺. "org" means that the grid has a branch, "service" that
 * premises lie within the minutes of the coverage options.
 */
export const gapClasses = ['covered', 'org-only', 'service-only', 'none'] as const
export type GapClass = (typeof gapClasses)[number]

/** Why a community or a park is on the list of gaps. */
export const gapReasons = [
  'no-branch',
  'no-worker',
  'out-of-reach',
  'overloaded',
  'no-organisation',
  'no-liaison',
] as const
export type GapReason = (typeof gapReasons)[number]

/** Why premises fail the standard (未达标), in the order of the bits of `failings`. */
export const standardReasons = ['no-premises', 'area-unknown', 'area-short', 'tenure', 'crowded'] as const
export type StandardReason = (typeof standardReasons)[number]
