import type { LegendEntry } from '#shared/layers/base/map-layer.ts'
import type { LegendRow } from '../../lib/legend-rows.ts'
import { drawSymbol } from './draw-symbol.ts'

/** Everything that stands around the map on a picture of it. */
export interface PictureTexts {
  title: string
  subtitle: string
  /** Source, date and revision: what makes the picture quotable. */
  foot: string
  /** Said across the picture, not only beside it, when the data are not real. */
  demo: string | null
  legendTitle: string
  legendUnit: string
  rows: readonly LegendRow[]
  signs: readonly (LegendEntry & { label: string })[]
  scale: { text: string; pixels: number } | null
  font: string
}

export interface PictureColors {
  surface: string
  text: string
  soft: string
  line: string
  warn: string
  warnSoft: string
}

const HEAD = 64
const FOOT = 34
const PAD = 20

/**
 * A picture of the map with title, legend, scale and source. `map` has `scale` device pixels to a CSS pixel; so has
 * the answer.
 */
export function composePicture(
  map: HTMLCanvasElement,
  scale: number,
  texts: PictureTexts,
  colors: PictureColors,
): HTMLCanvasElement {
  const [width, height] = [map.width / scale, map.height / scale]
  const canvas = document.createElement('canvas')
  canvas.width = map.width
  canvas.height = map.height + Math.round((HEAD + FOOT) * scale)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('this browser has no 2D canvas')
  context.fillStyle = colors.surface
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(map, 0, Math.round(HEAD * scale))
  context.scale(scale, scale)
  context.textBaseline = 'middle'

  const write = (
    text: string,
    x: number,
    y: number,
    { size = 13, weight = 400, color = colors.text, align = 'left' as CanvasTextAlign, most = width } = {},
  ) => {
    context.font = `${weight} ${size}px ${texts.font}`
    context.fillStyle = color
    context.textAlign = align
    context.fillText(text, x, y, most)
    return context.measureText(text).width
  }

  const titleWidth = write(texts.title, PAD, HEAD / 2 - 9, {
    size: 20,
    weight: 600,
    most: width - 2 * PAD - 120,
  })
  write(texts.subtitle, PAD, HEAD / 2 + 16, { color: colors.soft, most: width - 2 * PAD })
  if (texts.demo !== null)
    drawTag(context, texts.demo, PAD + titleWidth + 14, HEAD / 2 - 20, texts.font, colors)
  drawLegend(context, { x: width - PAD, y: HEAD + height - PAD }, texts, colors, write)
  if (texts.scale !== null) drawScale(context, texts.scale, { x: PAD, y: HEAD + height - PAD }, colors, write)
  context.fillStyle = colors.line
  context.fillRect(0, HEAD - 1, width, 1)
  context.fillRect(0, HEAD + height, width, 1)
  write(texts.foot, PAD, HEAD + height + FOOT / 2, { size: 12, color: colors.soft, most: width - 2 * PAD })
  return canvas
}

type Write = (
  text: string,
  x: number,
  y: number,
  how?: { size?: number; weight?: number; color?: string; align?: CanvasTextAlign; most?: number },
) => number

function drawTag(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colors: PictureColors,
): void {
  context.font = `400 12px ${font}`
  const width = context.measureText(text).width + 16
  context.fillStyle = colors.warnSoft
  context.strokeStyle = colors.warn
  context.lineWidth = 1
  context.beginPath()
  context.roundRect(x, y, width, 22, 5)
  context.fill()
  context.stroke()
  context.fillStyle = colors.warn
  context.textAlign = 'left'
  context.fillText(text, x + 8, y + 11.5)
}

function drawScale(
  context: CanvasRenderingContext2D,
  { text, pixels }: { text: string; pixels: number },
  { x, y }: { x: number; y: number },
  colors: PictureColors,
  write: Write,
): void {
  context.font = '12px sans-serif'
  box(context, x, y - 40, Math.max(pixels, 60) + 24, 40, colors)
  context.strokeStyle = colors.text
  context.lineWidth = 1.5
  context.beginPath()
  context.moveTo(x + 12, y - 16)
  context.lineTo(x + 12, y - 10)
  context.lineTo(x + 12 + pixels, y - 10)
  context.lineTo(x + 12 + pixels, y - 16)
  context.stroke()
  write(text, x + 12, y - 26, { size: 12 })
}

/** Grows up and to the left of its lower right corner. */
function drawLegend(
  context: CanvasRenderingContext2D,
  corner: { x: number; y: number },
  texts: PictureTexts,
  colors: PictureColors,
  write: Write,
): void {
  const [line, width] = [22, 232]
  const lines = texts.rows.length + texts.signs.length
  if (lines === 0) return
  const head = texts.rows.length > 0 ? 46 : 12
  const height = head + lines * line + 12 + (texts.rows.length > 0 && texts.signs.length > 0 ? 8 : 0)
  const [x, top] = [corner.x - width, corner.y - height]
  box(context, x, top, width, height, colors)
  if (texts.rows.length > 0) {
    write(texts.legendTitle, x + 14, top + 18, { size: 14, weight: 600, most: width - 28 })
    write(texts.legendUnit, x + 14, top + 36, { size: 11, color: colors.soft, most: width - 28 })
  }
  let y = top + head + line / 2
  for (const row of texts.rows) {
    context.fillStyle = row.color
    context.beginPath()
    context.roundRect(x + 14, y - 7, 22, 14, 3)
    context.fill()
    write(row.text, x + 46, y, { size: 12.5, most: width - 110 })
    if (row.count !== null)
      write(String(row.count), x + width - 14, y, { size: 12.5, color: colors.soft, align: 'right' })
    y += line
  }
  if (texts.rows.length > 0 && texts.signs.length > 0) y += 8
  for (const sign of texts.signs) {
    drawSymbol(context, sign, x + 14, y - 8)
    write(sign.label, x + 46, y, { size: 12.5, most: width - 60 })
    y += line
  }
}

function box(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colors: PictureColors,
): void {
  context.fillStyle = colors.surface
  context.strokeStyle = colors.line
  context.lineWidth = 1
  context.globalAlpha = 0.94
  context.beginPath()
  context.roundRect(x, y, width, height, 8)
  context.fill()
  context.globalAlpha = 1
  context.stroke()
}
