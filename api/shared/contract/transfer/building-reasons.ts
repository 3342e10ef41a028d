/** Findings about a row of buildings, as in `rowReasons`. */
export const buildingReasons = {
  building_in_water: { severity: 'flagged', zh: '位于水面内', en: 'It stands in the water' },
  building_overlaps: {
    severity: 'flagged',
    zh: '与本文件中的 {value} 重叠',
    en: 'It overlaps {value} of this file',
  },
  building_overlaps_standing: {
    severity: 'flagged',
    zh: '与市里已有的 {value} 重叠，可能是同一栋楼',
    en: 'It overlaps {value} of the city: perhaps it is the same building',
  },
  building_across_communities: {
    severity: 'flagged',
    zh: '跨两个社区：{value} 与 {other}',
    en: 'It stands in two communities: {value} and {other}',
  },
} as const
