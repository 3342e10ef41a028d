import { uint8At } from '../geometry/at.ts'
import type { CitySnapshot } from '../snapshot/city-snapshot.ts'

/**
 * Returns 1 for each community that is judged as country: urban–rural class 2xx, and whatever lies outside the
 * urban scope, for which the city planned its stations. A city without an urban scope is judged by class.
 */
export function findRuralCommunities({
  units: { community },
}: {
  units: { community: Pick<CitySnapshot['units']['community'], 'urbanRuralClass' | 'urbanScope'> }
}): Uint8Array {
  const hasScope = community.urbanScope.includes(1)
  return Uint8Array.from(community.urbanRuralClass, (unitClass, row) =>
    Number(unitClass?.startsWith('2') === true || (hasScope && uint8At(community.urbanScope, row) === 0)),
  )
}
