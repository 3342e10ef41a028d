import { float64At, uint32At } from '../../geometry/at.ts'

/** Parts of a network that no edge connects. */
export interface NetworkParts {
  /** Part of each node, in the order of their first nodes. */
  ofNode: Uint32Array
  /** Total metres of the edges of each part. */
  metres: Float64Array
}

/** Finds the connected parts of the nodes `0 … count - 1` under the edges a–b. */
export function findNetworkParts(
  count: number,
  a: Uint32Array,
  b: Uint32Array,
  lengths: Float64Array,
): NetworkParts {
  const parent = Uint32Array.from({ length: count }, (_, node) => node)
  const find = (node: number): number => {
    let root = node
    while (uint32At(parent, root) !== root) {
      parent[root] = uint32At(parent, uint32At(parent, root))
      root = uint32At(parent, root)
    }
    return root
  }
  for (let e = 0; e < a.length; e++) {
    const [p, q] = [find(uint32At(a, e)), find(uint32At(b, e))]
    if (p !== q) parent[Math.max(p, q)] = Math.min(p, q)
  }
  const ofNode = new Uint32Array(count)
  let parts = 0
  for (let node = 0; node < count; node++) {
    const root = find(node)
    ofNode[node] = root === node ? parts++ : uint32At(ofNode, root)
  }
  const metres = new Float64Array(parts)
  for (let e = 0; e < a.length; e++) {
    const part = uint32At(ofNode, uint32At(a, e))
    metres[part] = float64At(metres, part) + float64At(lengths, e)
  }
  return { ofNode, metres }
}

/** A part shorter than this, and than a thousandth of the longest one, is an error of the file. */
const SMALL_PART_M = 500
const SMALL_SHARE = 0.001

/** Returns 1 for each part that is too small to walk from or to. */
export function flagSmallParts(metres: Float64Array): Uint8Array {
  let longest = 0
  for (const each of metres) longest = Math.max(longest, each)
  return Uint8Array.from(metres, (each) => Number(each < SMALL_PART_M && each < SMALL_SHARE * longest))
}
