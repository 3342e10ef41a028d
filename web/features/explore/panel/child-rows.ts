import type { GridRow, UnitRow } from '#shared/contract/city/features.ts'
import type { TerritoryLevel } from '#shared/contract/enums.ts'
import { countWorkers } from './figures.ts'

export type SortField =
  | 'name'
  | 'residents'
  | 'households'
  | 'grids'
  | 'workers'
  | 'members'
  | 'buildingGroups'
  | 'householdHubs'
  | 'stations'
  | 'areaM2'

const OF_UNITS: readonly SortField[] = [
  'name',
  'residents',
  'households',
  'grids',
  'workers',
  'members',
  'buildingGroups',
  'householdHubs',
  'stations',
  'areaM2',
]
const OF_GRIDS = OF_UNITS.filter((field) => field !== 'grids' && field !== 'stations')

/** By what the rows of a level can be put in order. */
export function getSortFields(level: TerritoryLevel): readonly SortField[] {
  return level === 'grid' ? OF_GRIDS : OF_UNITS
}

export function getRowFigure(row: UnitRow | GridRow, field: Exclude<SortField, 'name'>): number {
  if ('figures' in row) return field === 'workers' ? countWorkers(row.figures) : row.figures[field]
  switch (field) {
    case 'workers':
      return row.fullTimeWorkers + row.partTimeWorkers
    case 'grids':
      return 1
    case 'stations':
      return 0
    default:
      return row[field]
  }
}

/** Names in the order of their language, figures from the largest; equal ones by code. */
export function sortRows<Row extends UnitRow | GridRow>(
  rows: readonly Row[],
  field: SortField,
  filter: string,
  locale: string,
): Row[] {
  const wanted = filter.trim().toLowerCase()
  const kept =
    wanted === ''
      ? [...rows]
      : rows.filter(
          (row) =>
            row.name.toLowerCase().includes(wanted) ||
            row.code.includes(wanted) ||
            ('nameEn' in row && row.nameEn?.toLowerCase().includes(wanted)),
        )
  const byCode = (a: Row, b: Row) => (a.code < b.code ? -1 : 1)
  if (field === 'name') {
    const order = new Intl.Collator(locale === 'en' ? 'en' : 'zh-CN', { numeric: true })
    return kept.sort((a, b) => order.compare(a.name, b.name) || byCode(a, b))
  }
  return kept.sort((a, b) => getRowFigure(b, field) - getRowFigure(a, field) || byCode(a, b))
}
