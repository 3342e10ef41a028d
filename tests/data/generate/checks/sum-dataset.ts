import type { CityDataset } from '../../../../data/city-dataset.ts'

/** Returns the sum of a value over items. */
export const sum = <T>(items: readonly T[], getValue: (item: T) => number) =>
  items.reduce((total, item) => total + getValue(item), 0)

export const listCommunities = ({ units }: CityDataset) => units.filter(({ level }) => level === 'community')

/** Returns the full-time and part-time workers of a grid. */
export const countWorkers = (grid: CityDataset['grids'][number]) =>
  grid.fullTimeWorkers + grid.partTimeWorkers
