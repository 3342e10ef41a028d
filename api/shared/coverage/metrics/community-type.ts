import { communityTypes } from '../../contract/words.ts'
import type { Metric } from '../metric.ts'

/** Type of the community; of a larger unit the type in which most households live. */
export const communityType: Metric = {
  id: 'community-type',
  format: 'class',
  palette: 'types',
  classes: communityTypes,
  values({ units, grids }, level) {
    const typeOf = (row: number) => {
      const type = units.community.types[row] ?? null
      return type === null ? NaN : communityTypes.indexOf(type)
    }
    if (level === 'community') return Float64Array.from({ length: units.community.count }, (_, row) => typeOf(row))
    if (level === 'grid') return Float64Array.from(grids.community, (row) => (row < 0 ? NaN : typeOf(row)))
    const districtOf = (street: number) => (street < 0 ? -1 : units.street.legalParent[street])
    const table = units[level]
    const households = Array.from({ length: table.count }, () => new Float64Array(communityTypes.length))
    units.community.legalParent.forEach((street, row) => {
      const parent = level === 'street' ? street : districtOf(street)
      const type = typeOf(row)
      if (parent >= 0 && !Number.isNaN(type)) households[parent][type] += units.community.figures.households[row] || 1
    })
    return Float64Array.from(households, (sums) => (Math.max(...sums) === 0 ? NaN : sums.indexOf(Math.max(...sums))))
  },
}
