import type { z } from 'zod'
import type { GridDifference, getReview } from '#shared/contract/drafts/draft-review.ts'
import { computeBorderDifference } from '#shared/drafts/border-difference.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import {
  type CellDifference,
  type CellState,
  compareStates,
  traceLineage,
} from '#shared/drafts/compare-states.ts'
import { findDraftIssues } from '#shared/drafts/find-draft-issues.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { listComments } from './feedback/comments.ts'
import { listConsents } from './feedback/consents.ts'
import { findDraft, toDraft } from './draft-row.ts'
import { findStaleGrids } from './find-stale-grids.ts'
import { concatBase64 } from './base/build-draft-base.ts'
import type { DraftService } from './draft-service.ts'

/** Corner points that an approval sheet can list. */
const MOST_POINTS = 2000

/** What a draft would change, for those who decide. */
export async function buildDraftReview(
  desk: DraftService,
  city: string,
  id: string,
): Promise<z.output<typeof getReview.answer>> {
  const { snapshot } = await desk.cities.get(city)
  return withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    const { base, replay } = await desk.inHand(tx, city, row)
    const { state, done } = replay
    const differences = compareStates(base, state).filter(({ what }) => what !== 'vertices')
    const touched = new Set(differences.map((difference) => difference.id))
    const origins = traceLineage(done, base, state)
    const units = certifyDraft(state)
    const { points, addedM, removedM } = computeBorderDifference(base.set, state.set)
    return {
      draft: toDraft(row, snapshot),
      differences: differences.map((difference) =>
        toAnswer(difference, base.places.get(difference.id) ?? 'own', origins),
      ),
      shapesBefore: concatBase64(differences.map(({ before }) => writeTwkbMultiPolygon(before?.shape ?? []))),
      shapesAfter: concatBase64(differences.map(({ after }) => writeTwkbMultiPolygon(after?.shape ?? []))),
      borders: { addedM, removedM },
      moved: { households: movedOf(differences, 'households'), residents: movedOf(differences, 'residents') },
      points: points.slice(0, MOST_POINTS).map(([x, y]): [number, number] => [x, y]),
      certificate: { holds: units.every(({ holds }) => holds), units },
      issues: findDraftIssues(state, snapshot.settings.rules, touched),
      consents: await listConsents(tx, id, snapshot),
      comments: await listComments(tx, id),
      stale:
        row.status === 'published' || row.status === 'discarded'
          ? null
          : findStaleGrids(base, row.base_revision, snapshot),
    }
  })
}

function toAnswer(
  { id, what, before, after }: CellDifference,
  place: GridDifference['place'],
  origins: readonly { predecessor: number; successor: number }[],
): GridDifference {
  const known = after ?? before
  return {
    id,
    code: after?.facts.code ?? before?.facts.code ?? null,
    community: known?.community ?? '',
    place,
    what: what === 'vertices' ? 'changed' : what,
    before: before && toCellFigures(before),
    after: after && toCellFigures(after),
    from: origins.filter(({ successor }) => successor === id).map(({ predecessor }) => predecessor),
  }
}

export function toCellFigures({
  shape,
  facts: { code: _code, validFrom: _validFrom, version: _version, ...values },
}: CellState) {
  return { ...values, areaM2: getShapeAreaM2(shape) }
}

/** Households that lose their grid to another: what grids give, which is what others get. */
function movedOf(differences: readonly CellDifference[], name: 'households' | 'residents'): number {
  return differences.reduce(
    (sum, { before, after }) => sum + Math.max(0, (before?.facts[name] ?? 0) - (after?.facts[name] ?? 0)),
    0,
  )
}
