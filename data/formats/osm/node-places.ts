import { InvalidFileError } from '../model/invalid-file-error.ts'

/** Nodes of one layer that are held in memory at once: 16 bytes each, so a third of a gigabyte. */
export const MAX_NODES = 20_000_000

/** Lattice places of the nodes that are wanted; a country has a hundred times as many. */
export interface NodePlaces {
  /** Sets the place of a node; others than the wanted are passed over. */
  set(id: number, x: number, y: number): void
  /** The place in degrees; undefined: the file does not hold the node. */
  get(id: number): readonly [longitude: number, latitude: number] | undefined
}

export interface NodeWishes {
  add(ids: readonly number[]): void
  finish(): NodePlaces
}

const UNITS_PER_DEGREE = 1e7
/** No place of the Earth: its longitude would be 214°. */
const NONE = 0x7fffffff

/** Collects the ids of the nodes that are wanted. */
export function createNodeWishes(): NodeWishes {
  let ids = new Float64Array(1024)
  let count = 0
  return {
    add(more) {
      if (count + more.length > MAX_NODES)
        throw new InvalidFileError('osm_too_many_nodes', { limit: MAX_NODES.toLocaleString('en-US') })
      if (count + more.length > ids.length) {
        const larger = new Float64Array(Math.min(MAX_NODES, 2 * (count + more.length)))
        larger.set(ids)
        ids = larger
      }
      ids.set(more, count)
      count += more.length
    },
    finish() {
      const sorted = ids.subarray(0, count).sort()
      let unique = 0
      for (let i = 0; i < count; i++)
        if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[unique++] = sorted[i] ?? 0
      return createNodePlaces(sorted.slice(0, unique))
    },
  }
}

/** @param ids in ascending order */
function createNodePlaces(ids: Float64Array): NodePlaces {
  const xy = new Int32Array(2 * ids.length).fill(NONE)
  /** Files are in the order of ids: the next node is mostly the one after. */
  let next = 0
  const find = (id: number): number => {
    if (ids[next] === id) return next++
    let [low, high] = [0, ids.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ids[middle] ?? Infinity) < id) low = middle + 1
      else high = middle
    }
    if (ids[low] !== id) return -1
    next = low + 1
    return low
  }
  return {
    set(id, x, y) {
      const row = find(id)
      if (row < 0) return
      xy[2 * row] = x
      xy[2 * row + 1] = y
    },
    get(id) {
      const row = find(id)
      const x = xy[2 * row]
      const y = xy[2 * row + 1]
      return x === undefined || y === undefined || x === NONE
        ? undefined
        : [x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE]
    },
  }
}
