import { randomUUID } from 'node:crypto'
import type { RedrawOperation } from '#shared/contract/drafts/draft-operations.ts'
import { encodeBase64 } from '#shared/geometry/base64.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { findContainingCell } from '#shared/drafts/redraw-grid.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { appendSteps } from '../../drafts/append-steps.ts'
import { type DraftRow, findDraft } from '../../drafts/draft-row.ts'
import type { Actor, DraftService, LoadedDraft } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import type { FeatureInput } from './read-feature.ts'

export interface DraftRef {
  city: string
  draft: string
}

/** A draft as it stands. `mayTouch`: asks for the right to its street. */
export async function loadDraftForEditing(
  desk: DraftService,
  { city, draft }: DraftRef,
  mayTouch: (row: DraftRow) => void,
): Promise<{ row: DraftRow; hand: LoadedDraft }> {
  return withCity(desk.database, city, async (tx) => {
    const row = await findDraft(tx, draft)
    mayTouch(row)
    return { row, hand: await desk.inHand(tx, city, row) }
  })
}

/** How often an edit is tried anew when somebody else's step comes in between. */
const TRIES = 3

/** Makes one edit of a desktop program a step of the draft. */
export async function editDraft(
  desk: DraftService,
  actor: Actor,
  place: DraftRef,
  mayTouch: (row: DraftRow) => void,
  operationOn: (hand: LoadedDraft) => RedrawOperation,
): Promise<RedrawOperation> {
  for (let tried = 1; ; tried++) {
    const { row, hand } = await loadDraftForEditing(desk, place, mayTouch)
    const operation = operationOn(hand)
    try {
      const { refused } = await appendSteps(
        desk,
        actor,
        {
          city: place.city,
          id: place.draft,
          after: row.steps,
          steps: [{ id: randomUUID(), step: 'do', operation }],
        },
        mayTouch,
      )
      // a program may send what it was given: then there is nothing to do
      if (refused === null || refused.reason.code === 'nothing_changes') return operation
      throw new AppError('unprocessable', 'the draft cannot take this', {
        reason: refused.reason.code,
        ...(refused.reason.cells ? { cells: refused.reason.cells } : {}),
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'stale_base' || tried === TRIES) throw error
    }
  }
}

export function toCreateOperation(
  { base, replay: { state } }: LoadedDraft,
  { shape, community, values }: FeatureInput,
): RedrawOperation {
  if (shape === undefined)
    throw new AppError('unprocessable', 'a grid needs a geometry', { reason: 'no_geometry' })
  const home = community ?? communityAt(state, shape)
  if (home === null)
    throw new AppError('unprocessable', 'the grid lies in no community of the street', {
      reason: 'other_street',
    })
  const used = [...state.facts.keys(), ...state.gone]
  return {
    op: 'redraw',
    grid: Math.min(0, ...used) - 1,
    shape: encodeBase64(writeTwkbMultiPolygon(shape)),
    community: home,
    values,
    from: findContainingCell(base.set, shape, 0),
  }
}

/** `grid`: one of the draft's own. Its community stays: borders between communities are moved in the editor, where both sides follow. */
export function toReplaceOperation(
  { replay: { state } }: LoadedDraft,
  grid: number,
  { shape, community, values }: FeatureInput,
): RedrawOperation {
  const cell = state.set.cells.get(grid)
  if (!cell) throw new AppError('not_found', `there is no grid ${grid} in the draft`, { grid })
  if (community !== undefined && community !== cell.community)
    throw new AppError('unprocessable', 'a grid stays in its community', { reason: 'different_communities' })
  return { op: 'redraw', grid, shape: encodeBase64(writeTwkbMultiPolygon(shape ?? cell.shape)), values }
}

export function toDeleteOperation({ replay: { state } }: LoadedDraft, grid: number): RedrawOperation {
  if (!state.set.cells.has(grid))
    throw new AppError('not_found', `there is no grid ${grid} in the draft`, { grid })
  return { op: 'redraw', grid, shape: null }
}

/** The community of the street in which a place inside the shape lies. */
function communityAt({ set, street }: DraftState, [polygon]: MultiPolygon): string | null {
  if (!polygon) return null
  const [x, y] = computeInteriorPoint(polygon)
  return (
    [...set.outlines].find(
      ([code, { shape }]) =>
        code.length === 12 &&
        code.startsWith(street) &&
        shape.some((each) => locatePointInPolygon(each, x, y) !== 'outside'),
    )?.[0] ?? null
  )
}
