export type PreviewPosition = readonly [longitude: number, latitude: number]

export interface PreviewGeometry {
  lines: readonly (readonly PreviewPosition[])[]
  points: readonly PreviewPosition[]
}

/** Land that needs a decision, by kind; rings in degrees. */
export interface PreviewConflict {
  id: string
  kind: 'gap' | 'overlap' | 'outside'
  rings: readonly (readonly PreviewPosition[])[]
}

export const CONFLICT_COLORS = { gap: '#f2b01e', overlap: '#9254de', outside: '#13a8a8' } as const
const OWN = '#e8710a'

/** Lines and points of a GeoJSON collection; anything else in it is passed over. */
export function readPreviewGeometry(value: unknown): PreviewGeometry {
  const lines: PreviewPosition[][] = []
  const points: PreviewPosition[] = []
  const take = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return
    if (isPosition(coordinates)) points.push(coordinates)
    else if (coordinates.length > 0 && coordinates.every(isPosition)) lines.push(coordinates)
    else coordinates.forEach(take)
  }
  if (isRecord(value) && Array.isArray(value['features'])) {
    for (const feature of value['features'])
      if (isRecord(feature) && isRecord(feature['geometry'])) take(feature['geometry']['coordinates'])
  }
  return { lines, points }
}

/** Draws the file's shapes over the city's borders, fitted into the canvas; `focus`: the place that fills it instead. */
export function drawPreview(
  canvas: HTMLCanvasElement,
  around: PreviewGeometry,
  own: PreviewGeometry,
  places: readonly PreviewConflict[],
  focus: string | null,
): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const scale = window.devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  canvas.width = width * scale
  canvas.height = height * scale
  pen.scale(scale, scale)
  const focused = places.find(({ id }) => id === focus)
  const box = (focused && boxOf({ lines: focused.rings, points: [] })) ?? boxOf(own) ?? boxOf(around)
  if (!box) return
  const [west, south, east, north] = box
  // a degree of longitude is shorter than one of latitude
  const squeeze = Math.cos(((south + north) / 2 / 180) * Math.PI)
  const part = focused ? 0.5 : 0.86
  // degrees that are shown at least: points alone tell where they lie only beside the borders of streets
  const least = focused ? 2e-5 : own.lines.length > 0 ? 0.004 : 0.3
  const zoom =
    part *
    Math.min(
      width / Math.max(1e-6, (east - west) * squeeze),
      height / Math.max(1e-6, north - south),
      width / least,
    )
  const at = ([longitude, latitude]: PreviewPosition): [number, number] => [
    width / 2 + (longitude - (west + east) / 2) * squeeze * zoom,
    height / 2 - (latitude - (south + north) / 2) * zoom,
  ]
  const trace = (lines: PreviewGeometry['lines']) => {
    pen.beginPath()
    for (const line of lines)
      line.forEach((position, i) => (i === 0 ? pen.moveTo(...at(position)) : pen.lineTo(...at(position))))
  }
  const stroke = (lines: PreviewGeometry['lines'], colour: string, thickness: number) => {
    pen.strokeStyle = colour
    pen.lineWidth = thickness
    trace(lines)
    pen.stroke()
  }
  for (const { kind, rings, id } of places) {
    pen.globalAlpha = focused && id !== focus ? 0.25 : 0.75
    pen.fillStyle = CONFLICT_COLORS[kind]
    trace(rings)
    pen.fill('evenodd')
    pen.globalAlpha = 1
  }
  stroke(around.lines, getComputedStyle(canvas).getPropertyValue('--accent'), 1.2)
  stroke(own.lines, OWN, focused ? 1.8 : 1.2)
  // small places would not be seen at this scale
  for (const { kind, rings } of focused ? [] : places) {
    const [x, y] = at(rings[0]?.[0] ?? [west, south])
    pen.fillStyle = CONFLICT_COLORS[kind]
    pen.beginPath()
    pen.arc(x, y, 3.5, 0, 2 * Math.PI)
    pen.fill()
  }
  pen.fillStyle = OWN
  for (const point of own.points) {
    pen.beginPath()
    pen.arc(...at(point), 3, 0, 2 * Math.PI)
    pen.fill()
  }
}

function boxOf({ lines, points }: PreviewGeometry): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null
  const grow = ([x, y]: PreviewPosition) => {
    box = box
      ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
      : [x, y, x, y]
  }
  for (const line of lines) line.forEach(grow)
  points.forEach(grow)
  return box
}

const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length >= 2 && typeof value[0] === 'number' && typeof value[1] === 'number'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
