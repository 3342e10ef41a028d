import type { Obstacle } from '#shared/division/find-obstacle.ts'

type PlaceText = 'editor.division.obstacle.compoundPlace' | 'editor.division.obstacle.buildingPlace'

/** Says what stands where a proof shows: the compound by its name, else the building. */
export function nameObstaclePlace(
  { compound, reason }: Obstacle,
  text: (key: PlaceText, values: { name: string }) => string,
): string {
  return compound === null || reason === 'building'
    ? text('editor.division.obstacle.buildingPlace', { name: '' })
    : text('editor.division.obstacle.compoundPlace', { name: compound })
}
