/** Colour of a share by the usual bands of 95, 90 and 85 per cent. Red is kept for the emblem. */
export function bandColor(value: number | null): string {
  if (value === null) return '#8aa4bd'
  return value >= 0.95 ? '#3fdcc6' : value >= 0.9 ? '#8fd27a' : value >= 0.85 ? '#f2c14e' : '#ff9a3d'
}
