import type { LegendEntry } from '#shared/layers/base/map-layer.ts'

/** The sign of a layer on a canvas, in a field of 22 × 16; the counterpart of LegendSymbol. */
export function drawSymbol(
  context: CanvasRenderingContext2D,
  { symbol, color, outline }: LegendEntry,
  x: number,
  y: number,
): void {
  context.save()
  context.translate(x, y)
  context.fillStyle = color
  context.strokeStyle = outline ?? color
  context.lineWidth = 2
  context.lineCap = 'round'
  context.beginPath()
  switch (symbol) {
    case 'line':
      context.strokeStyle = color
      context.moveTo(2, 8)
      context.lineTo(20, 8)
      break
    case 'circle':
      context.arc(11, 8, 5, 0, 2 * Math.PI)
      context.fill()
      break
    case 'diamond':
      context.moveTo(11, 1.6)
      context.lineTo(17.4, 8)
      context.lineTo(11, 14.4)
      context.lineTo(4.6, 8)
      context.closePath()
      context.fill()
      break
    case 'hatch':
      context.lineWidth = 1
      context.setLineDash([3, 2])
      context.roundRect(2, 2, 18, 12, 2.5)
      context.globalAlpha = 0.25
      context.fill()
      context.globalAlpha = 1
      break
    default:
      context.lineWidth = 1
      context.roundRect(2, 2, 18, 12, 2.5)
      context.fill()
  }
  context.stroke()
  context.restore()
}
