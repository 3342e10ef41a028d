interface Position {
  x: number
  y: number
}

export function drawDot(
  context: CanvasRenderingContext2D,
  { x, y }: Position,
  radius: number,
  fill: string,
  line: string,
): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = fill
  context.fill()
  context.strokeStyle = line
  context.lineWidth = 2
  context.stroke()
}

/** An exclamation mark in a circle. */
export function drawWarning(
  context: CanvasRenderingContext2D,
  { x, y }: Position,
  { warn, halo }: { warn: string; halo: string },
): void {
  drawDot(context, { x, y }, 9, halo, warn)
  context.fillStyle = warn
  context.fillRect(x - 1.1, y - 5, 2.2, 6)
  context.fillRect(x - 1.1, y + 2.4, 2.2, 2.2)
}
