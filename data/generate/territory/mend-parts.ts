import { faceArea } from '../mesh/face-area.ts'
import { OUTSIDE } from '../mesh/mesh.ts'
import type { GridPlace } from './bend-to-guides.ts'
import type { Workshop } from './workshop.ts'

/**
 * Bending may give a crumb to a grid and then cut away what joined the two. Such loose parts go to the neighbour that
 * surrounds them most, in their own community if possible, never into another district.
 */
export function mendParts(shop: Workshop, owner: number[], grids: readonly GridPlace[]): void {
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
function looseFaces(shop: Workshop, owner: readonly number[]): number[] {
  const facesOf = new Map<number, number[]>()
  for (const [face, grid] of owner.entries())
    if (grid !== undefined && grid >= 0) facesOf.set(grid, [...(facesOf.get(grid) ?? []), face])
  const loose: number[] = []
  for (const faces of facesOf.values()) {
    if (faces.length < 2) continue
    const parts = connectedParts(shop, faces)
    const area = (part: readonly number[]) =>
      part.reduce((sum, face) => sum + faceArea(shop.mesh, shop.plane, face), 0)
    const sorted = parts.map((part) => ({ part, size: area(part) })).sort((a, b) => b.size - a.size)
    loose.push(...sorted.slice(1).flatMap(({ part }) => part))
  }
  return loose
}

function connectedParts(shop: Workshop, faces: readonly number[]): number[][] {
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
function borders({ mesh, lines }: Workshop, face: number): Map<number, number> {
  const around = new Map<number, number>()
  const start = mesh.loop[face]!
  let half = start
  do {
    const beyond = mesh.face[half ^ 1]!
    if (beyond !== OUTSIDE && lines.all[mesh.line[half >> 1]!]!.kind !== 'guide')
      around.set(beyond, (around.get(beyond) ?? 0) + 1)
    half = mesh.next[half]!
  } while (half !== start)
  return around
}

function heirOf(
  shop: Workshop,
  face: number,
  owner: readonly number[],
  grids: readonly GridPlace[],
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
