import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'

/** Returns all features of the first, then all features of the second. */
export function joinPolygons(first: FlatPolygons, second: FlatPolygons): FlatPolygons {
  const joinStarts = (a: Uint32Array, b: Uint32Array) => {
    const joined = new Uint32Array(a.length + b.length - 1)
    joined.set(a)
    const last = a[a.length - 1]!
    for (let i = 1; i < b.length; i++) joined[a.length + i - 1] = last + b[i]!
    return joined
  }
  const xy = new Int32Array(first.xy.length + second.xy.length)
  xy.set(first.xy)
  xy.set(second.xy, first.xy.length)
  return {
    xy,
    ringStart: joinStarts(first.ringStart, second.ringStart),
    polygonStart: joinStarts(first.polygonStart, second.polygonStart),
    featureStart: joinStarts(first.featureStart, second.featureStart),
  }
}
