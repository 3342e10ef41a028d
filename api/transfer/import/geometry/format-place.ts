import { type Point, toDegrees } from '#shared/geometry/lattice.ts'

/** Returns a place as degrees that can be typed into a search: '120.123457, 33.123457'. */
export const formatPlace = ([x, y]: Point): string => `${toDegrees(x).toFixed(6)}, ${toDegrees(y).toFixed(6)}`
