import type { StreetRow } from './list-street-rows.ts'

export const streetColumns = [
  'number',
  'name',
  'households',
  'band',
  'workers',
  'branch',
  'premises',
  'problems',
] as const
export type StreetColumn = (typeof streetColumns)[number]

/** Which grids are listed, apart from those that a text is found in. */
export const rowFilters = ['all', 'problems', 'outOfBand', 'noWorker', 'noBranch'] as const
export type RowFilter = (typeof rowFilters)[number]

export interface RowArrangement {
  /** null: in the order of the codes. */
  sort: { column: StreetColumn; descending: boolean } | null
  filter: RowFilter
  /** Part of a number, a name, or the name of a community. */
  text: string
}

const FILTERS: Record<RowFilter, (row: StreetRow) => boolean> = {
  all: () => true,
  problems: ({ problems }) => problems > 0,
  outOfBand: ({ verdict }) => verdict === 'less' || verdict === 'more',
  noWorker: ({ workers, undivided }) => !undivided && workers === 0,
  noBranch: ({ branchSince, undivided }) => !undivided && branchSince === null,
}

const VALUES: Record<Exclude<StreetColumn, 'number'>, (row: StreetRow) => number | string> = {
  name: ({ communityName, name }) => `${communityName} ${name}`,
  households: ({ households }) => households,
  // how many households are too few or too many, in shares of the range's end
  band: ({ verdict, households, band: { least, most } }) =>
    verdict === 'less'
      ? households / (least ?? 1) - 1
      : verdict === 'more'
        ? households / (most ?? 1) - 1
        : 0,
  workers: ({ workers }) => workers,
  // those without a branch first
  branch: ({ branchSince }) => branchSince ?? '',
  premises: ({ premises }) => premises,
  problems: ({ problems, errors }) => 1000 * errors + problems,
}

/** Filters and sorts the rows, which come in the order of their codes; equal ones keep it. */
export function arrangeStreetRows(
  rows: readonly StreetRow[],
  { sort, filter, text }: RowArrangement,
): StreetRow[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const shown = rows.filter(
    (row) =>
      FILTERS[filter](row) &&
      words.every((word) =>
        [row.number, row.name.toLowerCase(), row.communityName.toLowerCase()].some((value) =>
          value.includes(word),
        ),
      ),
  )
  if (sort === null) return shown
  const { column, descending } = sort
  if (column === 'number') return descending ? shown.reverse() : shown
  const valueOf = VALUES[column]
  const sign = descending ? -1 : 1
  return shown.sort((a, b) => sign * compare(valueOf(a), valueOf(b)))
}

/** The next state of a column's heading: upwards, downwards, as it was. */
export function turnSort(sort: RowArrangement['sort'], column: StreetColumn): RowArrangement['sort'] {
  if (sort?.column !== column) return { column, descending: false }
  return sort.descending ? null : { column, descending: true }
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh-CN')
}
