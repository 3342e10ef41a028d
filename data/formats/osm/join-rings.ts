/**
 * Joins ways at their ends into closed rings.
 *
 * @param ways ids of the nodes of each way, in order
 * @returns the rings, without their closing node, and whether a way is left that closes no ring
 */
export function joinRings(ways: readonly (readonly number[])[]): { rings: number[][]; isOpen: boolean } {
  const rings: number[][] = []
  const open: (readonly number[])[] = []
  for (const way of ways)
    if (way.length > 1) {
      if (way[0] === way.at(-1)) rings.push(way.slice(0, -1))
      else open.push(way)
    }
  const atEnd = new Map<number, number[]>()
  open.forEach((way, i) => {
    for (const end of [way[0] ?? NaN, way.at(-1) ?? NaN]) {
      const ways = atEnd.get(end)
      if (ways === undefined) atEnd.set(end, [i])
      else ways.push(i)
    }
  })
  const isUsed = new Uint8Array(open.length)
  /** Takes a way at a node that no ring has; each is looked at once, however many end there. */
  const takeNext = (end: number): number | undefined => {
    const waiting = atEnd.get(end)
    for (let way = waiting?.pop(); way !== undefined; way = waiting?.pop()) if (isUsed[way] === 0) return way
    return undefined
  }
  let isOpen = false
  open.forEach((way, i) => {
    if (isUsed[i] === 1) return
    isUsed[i] = 1
    const ring = [...way]
    while (ring[0] !== ring.at(-1)) {
      const end = ring.at(-1) ?? NaN
      const next = takeNext(end)
      if (next === undefined) break
      isUsed[next] = 1
      const more = open[next] ?? []
      for (const node of more[0] === end ? more.slice(1) : more.slice(0, -1).toReversed()) ring.push(node)
    }
    if (ring[0] === ring.at(-1)) rings.push(ring.slice(0, -1))
    else isOpen = true
  })
  return { rings, isOpen }
}
