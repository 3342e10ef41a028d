import { findCodeLevel } from '#shared/contract/city/code-levels.ts'
import type { RedrawOperation } from '#shared/contract/drafts/draft-operations.ts'
import { encodeBase64 } from '#shared/geometry/base64.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { findContainingCell } from '#shared/drafts/redraw-grid.ts'
import type { Cell } from '#shared/geometry/cell-set.ts'
import { locatePointInPolygon } from '#shared/geometry/shapes/point-in-polygon.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import type { LoadedDraft } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import type { FeatureInput } from './read-feature.ts'

/** Builds the operation that draws a new grid. */
export function toCreateOperation(
  { base, history: { state } }: LoadedDraft,
  { shape, community, values }: FeatureInput,
): RedrawOperation {
  if (shape === undefined)
    throw new AppError('unprocessable', 'a grid needs a geometry', { reason: 'no_geometry' })
  const target = community ?? findCommunityAt(state, shape)
  if (target === null)
    throw new AppError('unprocessable', 'the grid lies in no community of the street', {
      reason: 'other_street',
    })
  const used = [...state.facts.keys(), ...state.gone]
  return {
    op: 'redraw',
    grid: Math.min(0, ...used) - 1,
    shape: encodeBase64(writeTwkbMultiPolygon(shape)),
    community: target,
    values,
    from: findContainingCell(base.set, shape, 0),
  }
}

/**
 * Builds the operation that replaces the shape or values of a grid. Its community cannot change here: the editor moves
 * borders between communities, so that both sides follow.
 */
export function toReplaceOperation(
  { history: { state } }: LoadedDraft,
  grid: number,
  { shape, community, values }: FeatureInput,
): RedrawOperation {
  const cell = findGrid(state, grid)
  if (!cell) throw new AppError('not_found', `there is no grid ${grid} in the draft`, { grid })
  if (community !== undefined && community !== cell.community)
    throw new AppError('unprocessable', 'a grid stays in its community', { reason: 'different_communities' })
  return { op: 'redraw', grid, shape: encodeBase64(writeTwkbMultiPolygon(shape ?? cell.shape)), values }
}

/** Builds the operation that removes a grid. */
export function toDeleteOperation({ history: { state } }: LoadedDraft, grid: number): RedrawOperation {
  if (!findGrid(state, grid))
    throw new AppError('not_found', `there is no grid ${grid} in the draft`, { grid })
  return { op: 'redraw', grid, shape: null }
}

/** The land of a community without grids is no grid. */
function findGrid({ set }: DraftState, grid: number): Cell | undefined {
  const cell = set.cells.get(grid)
  return cell?.undivided ? undefined : cell
}

/** Returns the community of the street that contains an interior point of the shape; null: none. */
function findCommunityAt({ set, street }: DraftState, [polygon]: MultiPolygon): string | null {
  if (!polygon) return null
  const [x, y] = computeInteriorPoint(polygon)
  return (
    [...set.outlines].find(
      ([code, { shape }]) =>
        findCodeLevel(code) === 'community' &&
        code.startsWith(street) &&
        shape.some((each) => locatePointInPolygon(each, x, y) !== 'outside'),
    )?.[0] ?? null
  )
}
