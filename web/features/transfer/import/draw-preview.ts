type Place = readonly [longitude: number, latitude: number]

export interface PreviewLines { lines: readonly (readonly Place[])[]; points: readonly Place[] }

/** Lines and points of a GeoJSON collection; anything else in it is passed over. */
export function readLines(value: unknown): PreviewLines {
  const lines: Place[][] = []
  const points: Place[] = []
  const take = (coordinates: unknown): void => {
    if (!Array.isArray(coordinates)) return
    if (isPlace(coordinates)) points.push(coordinates)
    else if (coordinates.length > 0 && coordinates.every(isPlace)) lines.push(coordinates)
    else coordinates.forEach(take)
  }
  if (isRecord(value) && Array.isArray(value['features'])) {
    for (const feature of value['features']) if (isRecord(feature) && isRecord(feature['geometry'])) take(feature['geometry']['coordinates'])
  }
  return { lines, points }
}

/** Draws the file's shapes over the city's borders, both fitted into the canvas. */
export function drawPreview(canvas: HTMLCanvasElement, around: PreviewLines, own: PreviewLines): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  const scale = window.devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  canvas.width = width * scale
  canvas.height = height * scale
  pen.scale(scale, scale)
  const box = boxOf(own) ?? boxOf(around)
  if (!box) return
  const [west, south, east, north] = box
  // a degree of longitude is shorter than one of latitude
  const squeeze = Math.cos(((south + north) / 2 / 180) * Math.PI)
  const zoom = 0.86 * Math.min(width / Math.max(1e-6, (east - west) * squeeze), height / Math.max(1e-6, north - south), width / 0.004)
  const at = ([longitude, latitude]: Place): [number, number] => [width / 2 + (longitude - (west + east) / 2) * squeeze * zoom, height / 2 - (latitude - (south + north) / 2) * zoom]
  const style = getComputedStyle(canvas)
  const stroke = (lines: PreviewLines['lines'], colour: string, thickness: number) => {
    pen.strokeStyle = colour
    pen.lineWidth = thickness
    pen.beginPath()
    for (const line of lines) line.forEach((place, i) => (i === 0 ? pen.moveTo(...at(place)) : pen.lineTo(...at(place))))
    pen.stroke()
  }
  stroke(around.lines, style.getPropertyValue('--accent'), 1.2)
  stroke(own.lines, '#e8710a', 1.4)
  pen.fillStyle = '#e8710a'
  for (const point of own.points) {
    pen.beginPath()
    pen.arc(...at(point), 3, 0, 2 * Math.PI)
    pen.fill()
  }
}

function boxOf({ lines, points }: PreviewLines): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null
  for (const place of [...lines.flat(), ...points]) {
    const [x, y] = place
    if (!box) box = [x, y, x, y]
    else box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)]
  }
  return box
}

const isPlace = (value: unknown): value is [number, number] => Array.isArray(value) && value.length >= 2 && typeof value[0] === 'number' && typeof value[1] === 'number'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
