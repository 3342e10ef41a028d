/** A line of longitudes and latitudes. */
export type OutlineLine = readonly (readonly [number, number])[]

/** The rings and lines of a GeoJSON answer; anything else in it is passed over. */
export function readOutlines(answer: unknown): OutlineLine[] {
  const found: OutlineLine[] = []
  const features = isRecord(answer) && Array.isArray(answer['features']) ? answer['features'] : []
  for (const feature of features)
    if (isRecord(feature) && isRecord(feature['geometry'])) collect(feature['geometry']['coordinates'], found)
  return found
}

/** SVG path of the lines in a picture of this width and height, north up, true to shape in the middle of the city. */
export function drawOutlines(
  lines: readonly OutlineLine[],
  [west, south, east, north]: readonly [number, number, number, number],
  { width, height, margin = 6 }: { width: number; height: number; margin?: number },
): string {
  const narrow = Math.cos(((south + north) / 2 / 180) * Math.PI)
  const scale = Math.min(
    (width - 2 * margin) / Math.max(1e-9, (east - west) * narrow),
    (height - 2 * margin) / Math.max(1e-9, north - south),
  )
  const left = (width - (east - west) * narrow * scale) / 2
  const top = (height - (north - south) * scale) / 2
  return lines
    .map(
      (line) =>
        `M${line
          .map(
            ([x, y]) =>
              `${(left + (x - west) * narrow * scale).toFixed(1)} ${(top + (north - y) * scale).toFixed(1)}`,
          )
          .join('L')}`,
    )
    .join('')
}

function collect(coordinates: unknown, found: OutlineLine[]): void {
  if (!Array.isArray(coordinates)) return
  if (coordinates.length > 1 && coordinates.every(isPosition)) found.push(coordinates)
  else for (const part of coordinates) collect(part, found)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number'
