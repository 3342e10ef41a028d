import type { Box } from '#shared/geometry/lattice.ts'
import { computeHilbertIndex } from '../../coordinates/hilbert-index.ts'

/** A node is four doubles (minimum x, minimum y, maximum x, maximum y) and an unsigned 64-bit offset. */
const NODE_BYTES = 40
const HILBERT_BITS = 16

export interface RtreeLeaf {
  /** Bounding box in the coordinates of the file; null: the feature has no geometry, and no search finds it. */
  box: Box | null
  /** Byte position of the feature behind the index. */
  offset: number
}

/**
 * Sorts items by the position of their box's centre on a Hilbert curve through the extent of all items; those without
 * a box come last. Features in this order lie near each other in the file when they lie near each other on the map.
 */
export function sortByHilbertIndex<T extends { box: Box | null }>(items: readonly T[]): T[] {
  const extent = computeExtent(items.map(({ box }) => box))
  if (!extent) return [...items]
  const scale = 2 ** HILBERT_BITS - 1
  const toCell = (low: number, high: number, axis: 0 | 1) => {
    const length = extent[axis + 2]! - extent[axis]
    return length > 0 ? Math.floor((scale * ((low + high) / 2 - extent[axis])) / length) : 0
  }
  const keyed = items.map((item) => ({
    item,
    key: item.box
      ? computeHilbertIndex(
          toCell(item.box[0], item.box[2], 0),
          toCell(item.box[1], item.box[3], 1),
          HILBERT_BITS,
        )
      : Infinity,
  }))
  // the subtraction of two infinite keys would not be a number
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key)).map(({ item }) => item)
}

/**
 * The packed Hilbert R-tree of FlatGeobuf 3: its levels from the root to the leaves, the leaves in the order of the
 * features. The offset of an inner node is the number of its first child, counted from the root.
 */
export function encodePackedRtree(leaves: readonly RtreeLeaf[], nodeSize: number): Uint8Array {
  const levels: RtreeLeaf[][] = [[...leaves]]
  const counts = countRtreeNodes(leaves.length, nodeSize)
  let before = counts.reduce((sum, count) => sum + count, 0)
  for (const count of counts.slice(0, -1)) {
    const children = levels[0] ?? []
    before -= count
    const first = before
    levels.unshift(
      Array.from({ length: Math.ceil(children.length / nodeSize) }, (_, i) => ({
        box: computeExtent(children.slice(i * nodeSize, (i + 1) * nodeSize).map(({ box }) => box)),
        offset: first + i * nodeSize,
      })),
    )
  }
  const nodes = levels.flat()
  const view = new DataView(new ArrayBuffer(nodes.length * NODE_BYTES))
  nodes.forEach(({ box, offset }, i) => {
    const corners = box ?? [Infinity, Infinity, -Infinity, -Infinity]
    corners.forEach((value, axis) => view.setFloat64(i * NODE_BYTES + 8 * axis, value, true))
    view.setBigUint64(i * NODE_BYTES + 32, BigInt(offset), true)
  })
  return new Uint8Array(view.buffer)
}

/** Size of the index of so many features in bytes. */
export const computeRtreeBytes = (count: number, nodeSize: number): number =>
  countRtreeNodes(count, nodeSize).reduce((sum, nodes) => sum + nodes, 0) * NODE_BYTES

/** The smallest box around all boxes; null when there is none. */
export function computeExtent(boxes: readonly (Box | null)[]): Box | null {
  let merged: [number, number, number, number] | null = null
  for (const box of boxes) {
    if (!box) continue
    merged = merged
      ? [
          Math.min(merged[0], box[0]),
          Math.min(merged[1], box[1]),
          Math.max(merged[2], box[2]),
          Math.max(merged[3], box[3]),
        ]
      : [...box]
  }
  return merged
}

/** Nodes of each level from the leaves to the single root; a single feature has a root above it as well. */
function countRtreeNodes(count: number, nodeSize: number): number[] {
  const counts = [count]
  let nodes = count
  do {
    nodes = Math.ceil(nodes / nodeSize)
    counts.push(nodes)
  } while (nodes > 1)
  return counts
}
