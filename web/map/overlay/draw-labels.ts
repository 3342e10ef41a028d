const LABEL_HEIGHT_PX = 17

export interface Label {
  text: string
  x: number
  y: number
}

/** Draws labels centred on their positions; one that would meet a label before it is left out. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly Label[],
  { text: color, halo }: { text: string; halo: string },
): void {
  setLabelFont(context)
  context.lineJoin = 'round'
  context.lineWidth = 3.5
  context.strokeStyle = halo
  context.fillStyle = color
  const drawn: { left: number; right: number; y: number }[] = []
  for (const { text, x, y } of labels) {
    const { width } = context.measureText(text)
    const box = { left: x - width / 2, right: x + width / 2, y }
    const isCovered = drawn.some(
      (other) => Math.abs(other.y - y) < LABEL_HEIGHT_PX && other.left < box.right && box.left < other.right,
    )
    if (isCovered) continue
    drawn.push(box)
    context.strokeText(text, x, y)
    context.fillText(text, x, y)
  }
}

/** The font of labels. */
function setLabelFont(context: CanvasRenderingContext2D): void {
  context.font = '500 12.5px sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
}
