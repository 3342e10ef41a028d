import type { NamedPoint } from './use-siting.ts'

/** A list of places as somebody pastes it: name, longitude, latitude on each line; comma, semicolon or tab between them. */
export function parseNamedPoints(text: string): { points: NamedPoint[]; unreadable: string[] } {
  const points: NamedPoint[] = []
  const unreadable: string[] = []
  for (const line of text
    .split(/\r?\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')) {
    const parts = line.split(/[,，;；\t]/).map((part) => part.trim())
    const [lat, lon] = [Number(parts.at(-1)), Number(parts.at(-2))]
    const name = parts.slice(0, -2).join(' ').slice(0, 60)
    const sound =
      parts.length >= 3 &&
      name !== '' &&
      Number.isFinite(lon) &&
      Number.isFinite(lat) &&
      Math.abs(lon) <= 180 &&
      Math.abs(lat) <= 85
    if (sound) points.push({ name, lon, lat })
    else unreadable.push(line)
  }
  return { points, unreadable }
}
