import type { LonLat } from '../generate/city-plan.ts'

/** Where the districts of Tinghu and Dafeng meet the sea: corners of their outlines and of the coast. */
export const TINGHU_SEA: LonLat = [120.61, 33.67]
export const DAFENG_SEA: LonLat = [120.67, 33.6]

/** From the mouth of the Guan river in the north-west to the border with Nantong in the south-east. */
export const yanchengCoast: readonly LonLat[] = [
  [119.8, 34.5],
  [119.96, 34.48],
  [120.12, 34.43],
  [120.34, 34.32],
  [120.39, 34.11],
  [120.54, 33.87],
  TINGHU_SEA,
  DAFENG_SEA,
  [120.75, 33.47],
  [120.8, 33.37],
  [120.89, 33.29],
  [120.9, 33.13],
  [120.94, 33.04],
  [121.02, 32.86],
  [120.99, 32.73],
  [120.98, 32.65],
]

/**
 * Around the open sea, from the southern end of the coast past Nantong's, out, and back past Shandong's and
 * Lianyungang's: farther than the map can be moved.
 */
export const yanchengOffshore: readonly LonLat[] = [
  [121.12, 32.61],
  [121.3, 32.5],
  [121.45, 32.46],
  [121.52, 32.33],
  [121.75, 32.1],
  [121.9, 31.9],
  [121.95, 31.2],
  [121.9, 30.5],
  [124.7, 30.5],
  [124.7, 36.9],
  [122.4, 36.9],
  [121, 36.55],
  [120.3, 36],
  [119.65, 35.45],
  [119.25, 35.1],
  [119.2, 34.82],
  [119.35, 34.78],
  [119.5, 34.74],
  [119.66, 34.64],
]
