/** Side of a tile of the hatching in pixels. */
const TILE = 12

const patterns = new Map<string, CanvasPattern | null>()

/**
 * Returns the hatching of land that is not divided yet, in a colour. One unit of the context is one world unit, `scale`
 * pixels wide; the hatching is as fine at every scale.
 */
export function createHatching(
  context: CanvasRenderingContext2D,
  color: string,
  scale: number,
): CanvasPattern | string {
  let pattern = patterns.get(color)
  if (pattern === undefined) patterns.set(color, (pattern = drawTile(context, color)))
  pattern?.setTransform(new DOMMatrix().scale(1 / scale))
  return pattern ?? 'transparent'
}

function drawTile(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = tile.height = TILE
  const pen = tile.getContext('2d')
  if (pen === null) return null
  pen.strokeStyle = color
  pen.lineWidth = 1
  pen.beginPath()
  // the corners as well, so that the lines go on from tile to tile
  for (const shift of [-TILE, 0, TILE]) {
    pen.moveTo(shift - 1, TILE + 1)
    pen.lineTo(shift + TILE + 1, -1)
  }
  pen.stroke()
  return context.createPattern(tile, 'repeat')
}
