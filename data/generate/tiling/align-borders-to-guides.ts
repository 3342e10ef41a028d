import { isValidCut } from '../partition/is-valid-cut.ts'
import { applyCut } from '../partition/apply-cut.ts'
import type { Cut, CutEnd } from '../partition/cut.ts'
import { projectFaceLoop, type FaceLoop } from '../partition/face-loop.ts'
import { buildCutsAlongGuides } from '../partition/cut-along-guides.ts'
import { measureRing } from '../partition/measure-ring.ts'
import { computeSideRings } from '../partition/side-rings.ts'
import { OUTSIDE_FACE } from '../mesh/half-edge-mesh.ts'
import type { GeneratorContext } from '../generator-context.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Which community, street and district a grid belongs to, and how large it is by now. */
export interface GridMembership {
  community: number
  street: number
  district: number
  area: number
}

/** A grid keeps at least this share of its land when a river takes a corner away. */
const LEAST_KEPT = 0.24

/** In m². Below this the guide only brushes a border that follows it already. */
const LEAST_CRUMB = 4000

/**
 * Rivers and highways still run through some finished grids, where cutting along them would have made crumbs. Here the
 * crumb is cut off nevertheless and given to the grid on its own bank, so that borders bend to the river and the
 * number of grids stays. `owner` holds the grid of every face and grows with the faces; -1 is nobody's to touch.
 */
export function alignBordersToGuides(shop: GeneratorContext, owner: number[], grids: GridMembership[]): void {
  for (let face = 0; face < shop.mesh.faceCount; face++) {
    if (owner[face] === undefined || owner[face]! < 0) continue
    // a success leaves a smaller face that other guides may cross
    for (let times = 0; times < 4 && bendFace(shop, face, owner, grids); times++);
  }
}

function bendFace(shop: GeneratorContext, face: number, owner: number[], grids: GridMembership[]): boolean {
  const { mesh, lines } = shop
  const loop = projectFaceLoop(mesh, face, shop.ground)
  for (const { guide, cut } of buildCutsAlongGuides(mesh, loop, shop.flat, shop.guides)) {
    if (cut.from.index === cut.to.index) continue
    const grid = grids[owner[face]!]!
    const [left, right] = computeSideRings(loop, cut)
    const leftArea = measureRing(left).area,
      rightArea = measureRing(right).area
    const crumb = Math.min(leftArea, rightArea)
    if (crumb < LEAST_CRUMB) continue
    if (grid.area - crumb < LEAST_KEPT * (leftArea + rightArea)) continue
    const heir = findHeir(shop, loop, cut, leftArea < rightArea, owner, grids, crumb)
    if (heir === undefined || !isValidCut(mesh, loop, cut, 5, 0.2)) continue
    const [leftFace] = applyCut(mesh, loop, cut, lines.guide(guide, 3))
    const own = owner[face]!
    owner[leftFace] = leftArea < rightArea ? heir : own
    owner[face] = leftArea < rightArea ? own : heir
    grid.area -= crumb
    grids[heir]!.area += crumb
    return true
  }
  return false
}

/** The grid across the crumb's old border that shares most of it: of the same community if possible, else street, else district. */
function findHeir(
  shop: GeneratorContext,
  loop: FaceLoop,
  cut: Cut,
  leftIsCrumb: boolean,
  owner: readonly number[],
  grids: readonly GridMembership[],
  crumb: number,
): number | undefined {
  const own = owner[shop.mesh.face[loop.half[0]!]!]!
  const place = grids[own]!
  const shared = sharedBorders(
    shop,
    loop,
    leftIsCrumb ? cut.to : cut.from,
    leftIsCrumb ? cut.from : cut.to,
    owner,
  )
  // leaving its unit, the crumb must not cut off others of that unit
  const neighbours = [...shared.keys()].flatMap((grid) => (grid === own ? [] : (grids[grid] ?? [])))
  const staysFor = (unit: 'community' | 'street') => neighbours.some((other) => other[unit] === place[unit])
  let best: number | undefined,
    bestScore = 0
  for (const [grid, length] of shared) {
    const other = grids[grid]
    if (
      grid === own ||
      !other ||
      other.district !== place.district ||
      length < 30 ||
      crumb > 1.2 * other.area
    )
      continue
    if (other.community !== place.community && staysFor('community')) continue
    if (other.street !== place.street && staysFor('street')) continue
    const score =
      length * (other.community === place.community ? 1 : other.street === place.street ? 0.3 : 0.1)
    if (score > bestScore) {
      best = grid
      bestScore = score
    }
  }
  return best
}

/** Length of the loop from one end to the other, by the grid beyond it; what a guide runs along stays a border and does not count. */
function sharedBorders(
  { mesh, lines }: GeneratorContext,
  loop: FaceLoop,
  start: CutEnd,
  stop: CutEnd,
  owner: readonly number[],
): Map<number, number> {
  const shared = new Map<number, number>()
  for (let i = start.index; ; i = i + 1 === loop.size ? 0 : i + 1) {
    if (i === stop.index && !stop.fresh) break
    const j = i + 1 === loop.size ? 0 : i + 1
    const half = loop.half[i]!
    const beyond = mesh.face[half ^ 1]!
    const grid =
      beyond === OUTSIDE_FACE || lines.all[mesh.line[half >> 1]!]!.kind === 'guide'
        ? -1
        : (owner[beyond] ?? -1)
    shared.set(
      grid,
      (shared.get(grid) ?? 0) + computeVectorLength(loop.u[j]! - loop.u[i]!, loop.v[j]! - loop.v[i]!),
    )
    if (i === stop.index) break
  }
  return shared
}
