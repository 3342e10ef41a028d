import type { CityDataset } from '../../../../data/city-dataset.ts'
import { measureDistance } from './inspect-borders.ts'

type RoadPoint = CityDataset['roads'][number]['geometry'][number]

/** Side of a search cell in lattice units: about 190 m by 220 m. */
const CELL = 20_000
/** Search cells to each side that hold every point within 1500 m. */
const [COLUMNS, ROWS] = [8, 7]

/** Returns the grids with no vertex within `metres` (at most 1500) of a vertex of a walkable road. */
export function findGridsFarFromRoads({ roads, grids }: CityDataset, metres: number) {
  const pointsByCell = new Map<string, RoadPoint[]>()
  for (const { walkable, geometry } of roads) {
    if (!walkable) continue
    for (const point of geometry) {
      const key = `${Math.floor(point[0] / CELL)},${Math.floor(point[1] / CELL)}`
      pointsByCell.set(key, [...(pointsByCell.get(key) ?? []), point])
    }
  }
  const isNearRoad = (point: RoadPoint) => {
    const [column, row] = [Math.floor(point[0] / CELL), Math.floor(point[1] / CELL)]
    for (let dx = -COLUMNS; dx <= COLUMNS; dx++)
      for (let dy = -ROWS; dy <= ROWS; dy++) {
        const candidates = pointsByCell.get(`${column + dx},${row + dy}`) ?? []
        if (candidates.some((other) => measureDistance(point, other) < metres)) return true
      }
    return false
  }
  return grids.filter(({ geometry }) => !geometry.flat(2).some(isNearRoad))
}
