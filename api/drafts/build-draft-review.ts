import type { z } from 'zod'
import type { LocalizedName } from '#shared/contract/localized-name.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { GridDifference, getReview } from '#shared/contract/drafts/draft-review.ts'
import { computeBorderDifference } from '#shared/drafts/border-difference.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import {
  type CellDifference,
  type CellState,
  compareStates,
  traceLineage,
} from '#shared/drafts/compare-states.ts'
import { listMovedPremises } from '#shared/drafts/assignment/draft-premises.ts'
import { traceBranches } from '#shared/drafts/assignment/trace-branches.ts'
import { listFirstDivisions } from '#shared/drafts/undivided/list-first-divisions.ts'
import { sumMoved } from '#shared/drafts/sum-moved.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import { withCity } from '../db/transaction/with-city.ts'
import { listComments } from './feedback/comments.ts'
import { listConsents } from './feedback/consents.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'
import { findMovedFeatures } from './find-moved-features.ts'
import { findDraft, toDraft } from './draft-row.ts'
import { listStepAuthors } from './four-eyes.ts'
import { findStaleGrids } from './find-stale-grids.ts'
import { encodeShapesBase64 } from './base/encode-base64.ts'
import type { DraftService } from './draft-service.ts'

/** Moved border points that an approval sheet lists at most. */
const MAX_POINTS = 2000

/** Builds the review of a draft: its differences, borders, certificate, issues, consents and comments. */
export async function buildDraftReview(
  draftService: DraftService,
  city: string,
  id: DraftId,
): Promise<z.output<typeof getReview.answer>> {
  const { snapshot } = await draftService.cities.get(city)
  const { row, unreplayed, ...feedback } = await withCity(draftService.database, city, async (tx) => {
    const row = await findDraft(tx, id)
    return {
      row,
      unreplayed: await draftService.readDraft(tx, city, row),
      consents: await listConsents(tx, id, snapshot),
      comments: await listComments(tx, id),
      makers: await listStepAuthors(tx, id),
    }
  })
  const { base, history } = await draftService.replayDraft(unreplayed)
  const { state, done } = history
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
    shapesBefore: encodeShapesBase64(differences.map(({ before }) => before?.shape ?? [])),
    shapesAfter: encodeShapesBase64(differences.map(({ after }) => after?.shape ?? [])),
    borders: { addedM, removedM },
    moved: {
      households: sumMoved(done, differences, 'households'),
      residents: sumMoved(done, differences, 'residents'),
    },
    points: points.slice(0, MAX_POINTS).map(([x, y]): [number, number] => [x, y]),
    certificate: { holds: units.every(({ holds }) => holds), units },
    firstDivisions: listFirstDivisions(base, state).map((division) => ({
      ...division,
      name: nameCommunity(snapshot, division.community),
    })),
    issues: await draftService.findIssues(state, snapshot.settings, { only: touched }),
    movedFeatures: findMovedFeatures(snapshot, base, state).map(({ layer: _layer, from, to, ...move }) => ({
      ...move,
      from: nameCommunity(snapshot, from),
      to: nameCommunity(snapshot, to),
    })),
    premises: listMovedPremises(base, state),
    branches: traceBranches(done, base),
    ...feedback,
    ownWorkAllowed: snapshot.settings.review.allowOwnWork,
    stale:
      row.status === 'published' || row.status === 'discarded'
        ? null
        : findStaleGrids(base, row.base_revision, snapshot),
  }
}

function nameCommunity({ units: { community } }: CitySnapshot, code: string): LocalizedName {
  return findUnitName(community, community.codes.indexOf(code)) ?? { name: code, nameEn: null }
}

function toAnswer(
  { id, what, before, after }: CellDifference,
  place: GridDifference['place'],
  origins: readonly { predecessor: number; successor: number }[],
): GridDifference {
  const latest = after ?? before
  return {
    id,
    code: after?.facts.code ?? before?.facts.code ?? null,
    community: latest?.community ?? '',
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
