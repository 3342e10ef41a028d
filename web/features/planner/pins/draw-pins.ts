import type { Pin } from './pins.store.ts'

export interface PinColors {
  site: string
  onSite: string
  candidate: string
  halo: string
  font: string
}

/** Dots where a station might be, numbered pins where one is proposed: these on top, the first of them last. */
export function drawPins(
  context: CanvasRenderingContext2D,
  pins: readonly Pin[],
  at: (lon: number, lat: number) => { x: number; y: number },
  colors: PinColors,
  raised: number | null = null,
): void {
  context.save()
  context.lineWidth = 1.5
  for (const { lon, lat, number } of pins) {
    if (number !== null) continue
    const { x, y } = at(lon, lat)
    context.beginPath()
    context.arc(x, y, 4, 0, 2 * Math.PI)
    context.fillStyle = colors.halo
    context.strokeStyle = colors.candidate
    context.fill()
    context.stroke()
  }
  pins.forEach((_, i) => {
    const row = pins.length - 1 - i
    const pin = pins[row]
    if (pin?.number != null && row !== raised)
      drawNumbered(context, pin.number, at(pin.lon, pin.lat), colors, 1)
  })
  const top = raised === null ? undefined : pins[raised]
  if (top?.number != null) drawNumbered(context, top.number, at(top.lon, top.lat), colors, 1.35)
  context.restore()
}

/** Its point stands on the place. */
function drawNumbered(
  context: CanvasRenderingContext2D,
  number: number,
  { x, y }: { x: number; y: number },
  colors: PinColors,
  size: number,
): void {
  const radius = 11 * size
  const middle = y - 17 * size
  context.beginPath()
  context.moveTo(x, y)
  context.arc(x, middle, radius, Math.PI * 0.8, Math.PI * 0.2)
  context.closePath()
  context.fillStyle = colors.site
  context.strokeStyle = colors.halo
  context.lineWidth = 2
  context.fill()
  context.stroke()
  context.fillStyle = colors.onSite
  context.font = `600 ${Math.round(12 * size)}px ${colors.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(String(number), x, middle + 0.5)
}
