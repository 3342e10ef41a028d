/**
 * Position of a cell on the Hilbert curve through a square of 2^bits × 2^bits cells: cells that follow each other on the
 * curve are neighbours in the square. x and y: whole numbers from 0 to 2^bits - 1; bits: at most 26.
 */
export function computeHilbertIndex(x: number, y: number, bits: number): number {
  let [px, py] = [x, y]
  let index = 0
  for (let side = 2 ** (bits - 1); side >= 1; side /= 2) {
    const right = (px & side) > 0 ? 1 : 0
    const lower = (py & side) > 0 ? 1 : 0
    index += side * side * ((3 * right) ^ lower)
    if (lower === 0) {
      if (right === 1) [px, py] = [side - 1 - px, side - 1 - py]
      ;[px, py] = [py, px]
    }
  }
  return index
}
