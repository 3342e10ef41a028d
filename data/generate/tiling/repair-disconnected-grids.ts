import { computeFaceArea } from '../mesh/face-area.ts'
import { OUTSIDE_FACE } from '../mesh/half-edge-mesh.ts'
import type { GridMembership } from './align-borders-to-guides.ts'
import type { GeneratorContext } from '../generator-context.ts'

/**
 * Bending may give a crumb to a grid and then cut away what joined the two. Such loose parts go to the neighbour that
 * surrounds them most, in their own community if possible, never into another district.
 */
export function repairDisconnectedGrids(
  shop: GeneratorContext,
  owner: number[],
  grids: readonly GridMembership[],
): void {
  for (let round = 0; round < 4; round++) {
    let moved = 0
    for (const face of looseFaces(shop, owner)) {
      const heir = heirOf(shop, face, owner, grids)
      if (heir === undefined) continue
      owner[face] = heir
      moved++
    }
    if (moved === 0) return
  }
}

/** Faces of grids in several parts that are not in the largest part. */
function looseFaces(shop: GeneratorContext, owner: readonly number[]): number[] {
  const facesOf = new Map<number, number[]>()
  for (const [face, grid] of owner.entries())
    if (grid !== undefined && grid >= 0) facesOf.set(grid, [...(facesOf.get(grid) ?? []), face])
  const loose: number[] = []
  for (const faces of facesOf.values()) {
    if (faces.length < 2) continue
    const parts = connectedParts(shop, faces)
    const area = (part: readonly number[]) =>
      part.reduce((sum, face) => sum + computeFaceArea(shop.mesh, shop.plane, face), 0)
    const sorted = parts.map((part) => ({ part, size: area(part) })).sort((a, b) => b.size - a.size)
    loose.push(...sorted.slice(1).flatMap(({ part }) => part))
  }
  return loose
}

function connectedParts(shop: GeneratorContext, faces: readonly number[]): number[][] {
  const left = new Set(faces)
  const parts: number[][] = []
  for (const seed of faces) {
    if (!left.delete(seed)) continue
    const part = [seed]
    for (let k = 0; k < part.length; k++)
      for (const [beyond] of borders(shop, part[k]!)) if (left.delete(beyond)) part.push(beyond)
    parts.push(part)
  }
  return parts
}

/** Faces around a face, and the number of edges shared with each; edges along a guide stay borders and do not count. */
function borders({ mesh, lines }: GeneratorContext, face: number): Map<number, number> {
  const around = new Map<number, number>()
  const start = mesh.loop[face]!
  let half = start
  do {
    const beyond = mesh.face[half ^ 1]!
    if (beyond !== OUTSIDE_FACE && lines.all[mesh.line[half >> 1]!]!.kind !== 'guide')
      around.set(beyond, (around.get(beyond) ?? 0) + 1)
    half = mesh.next[half]!
  } while (half !== start)
  return around
}

function heirOf(
  shop: GeneratorContext,
  face: number,
  owner: readonly number[],
  grids: readonly GridMembership[],
): number | undefined {
  const own = owner[face]!
  const place = grids[own]!
  let best: number | undefined,
    bestScore = 0
  for (const [beyond, edges] of borders(shop, face)) {
    const grid = owner[beyond]
    const other = grid === undefined || grid === own ? undefined : grids[grid]
    if (!other || other.district !== place.district) continue
    const score = edges * (other.community === place.community ? 100 : other.street === place.street ? 10 : 1)
    if (score > bestScore) {
      best = grid
      bestScore = score
    }
  }
  return best
}
