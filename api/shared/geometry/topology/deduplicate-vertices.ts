export interface UniqueVertices {
  /** Number of distinct vertices. */
  count: number
  /** Vertex of each point. */
  vertexOf: Uint32Array
  /** Interleaved lattice x, y by vertex. */
  xyOf: Int32Array
}

/** Numbers the distinct points in the order of first appearance. */
export function deduplicateVertices(xy: Int32Array): UniqueVertices {
  const points = xy.length / 2
  let size = 1024
  while (size < points * 2) size *= 2
  // hash table with open addressing; a slot contains vertex + 1
  const table = new Int32Array(size)
  const vertexOf = new Uint32Array(points)
  const xyOf = new Int32Array(xy.length)
  let count = 0
  for (let i = 0; i < points; i++) {
    const x = xy[2 * i] ?? 0
    const y = xy[2 * i + 1] ?? 0
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & (size - 1)
    for (;;) {
      const vertex = (table[slot] ?? 0) - 1
      if (vertex < 0) {
        xyOf[2 * count] = x
        xyOf[2 * count + 1] = y
        vertexOf[i] = count
        table[slot] = ++count
        break
      }
      if (xyOf[2 * vertex] === x && xyOf[2 * vertex + 1] === y) {
        vertexOf[i] = vertex
        break
      }
      slot = (slot + 1) & (size - 1)
    }
  }
  return { count, vertexOf, xyOf: xyOf.slice(0, count * 2) }
}
