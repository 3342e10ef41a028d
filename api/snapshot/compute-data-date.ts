import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'

/**
 * Returns the latest day on which something that the snapshot counts took effect, up to `until`: the last change of its
 * rows, or the day on which a branch was founded, premises opened or a park was organised.
 */
export function computeDataDate(
  { effective_on, until }: { effective_on: string | null; until: string },
  { grids, premises, parks }: Pick<CitySnapshot, 'grids' | 'premises' | 'parks'>,
): string {
  let latest = effective_on
  const offer = (day: string | null | undefined) => {
    if (day !== null && day !== undefined && day <= until && (latest === null || day > latest)) latest = day
  }
  grids.branchSince.forEach(offer)
  premises.openedOn.forEach((day, row) => {
    if (premises.statuses[row] === 'open') offer(day)
  })
  parks.organisationSince.forEach(offer)
  parks.liaisonSince.forEach(offer)
  return latest ?? until
}
