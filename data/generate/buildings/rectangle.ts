/** The outline of a building in metres of the plane: its middle, the direction of its longer walls, and their lengths. */
export interface Rectangle {
  east: number
  north: number
  /** Unit vector along the length. */
  alongEast: number
  alongNorth: number
  length: number
  depth: number
}

/** Returns the corners counter-clockwise, east and north in turn. */
export function computeCorners({ east, north, alongEast, alongNorth, length, depth }: Rectangle): number[] {
  const le = (alongEast * length) / 2,
    ln = (alongNorth * length) / 2
  const de = (-alongNorth * depth) / 2,
    dn = (alongEast * depth) / 2
  return [
    east - le - de,
    north - ln - dn,
    east + le - de,
    north + ln - dn,
    east + le + de,
    north + ln + dn,
    east - le + de,
    north - ln + dn,
  ]
}

/** Do two rectangles come closer to each other than the gap, measured across the walls of either? */
export function doRectanglesMeet(a: Rectangle, b: Rectangle, gap: number): boolean {
  const de = b.east - a.east,
    dn = b.north - a.north
  const reach = (a.length + a.depth + b.length + b.depth) / 2 + gap
  if (Math.abs(de) > reach || Math.abs(dn) > reach) return false
  return !isApart(a, b, de, dn, gap) && !isApart(b, a, de, dn, gap)
}

/** Is the other one beyond the walls of the first? */
function isApart(a: Rectangle, b: Rectangle, de: number, dn: number, gap: number): boolean {
  const same = Math.abs(a.alongEast * b.alongEast + a.alongNorth * b.alongNorth)
  const turned = Math.abs(a.alongEast * b.alongNorth - a.alongNorth * b.alongEast)
  const along = Math.abs(de * a.alongEast + dn * a.alongNorth)
  const across = Math.abs(dn * a.alongEast - de * a.alongNorth)
  return (
    along > (a.length + same * b.length + turned * b.depth) / 2 + gap ||
    across > (a.depth + turned * b.length + same * b.depth) / 2 + gap
  )
}
