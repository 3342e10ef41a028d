import type { CityModel, CommunityModel, GridModel } from './city-model.ts'

/** First serial by type of community: 001–199 communities, 200–399 villages, 400–599 park-like units. */
const FIRST = { community: 1, village: 200, park: 400 } as const

const COMPOUNDS = ['学校', '医院', '商贸城', '公园', '机关']

const ORDINALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** Codes for communities and grids, and the grids' names: numbered as one reads a map, west to east, then north to south. */
export function assignUnitCodes(draft: CityModel): void {
  const { plan, communities, grids } = draft
  for (const [street, { code }] of plan.streets.entries()) {
    const own = communities.filter((community) => community.street === street)
    const next = { ...FIRST } as Record<keyof typeof FIRST, number>
    for (const community of inReadingOrder(own)) {
      const series = community.type === 'park' ? 'park' : community.kind
      community.code = `${code}${String(next[series]++).padStart(3, '0')}`
    }
  }
  for (const community of communities) {
    const own = inReadingOrder(community.grids.map((grid) => grids[grid]!))
    own.forEach((grid, i) => {
      grid.code = `${community.code}${String(i + 1).padStart(3, '0')}`
      grid.name = nameGrid(draft, community, grid, i)
    })
  }
}

function nameGrid(
  { plan, territory }: CityModel,
  community: CommunityModel,
  grid: GridModel,
  index: number,
): string {
  const lake = territory.lakes.find(({ face }) => grid.faces.includes(face))
  if (lake) return `${plan.lakes[lake.lake]!.name}水域网格`
  if (grid.special === 'enclave')
    return `${community.shortName}${COMPOUNDS[index % COMPOUNDS.length]}专属网格`
  return `${community.shortName}第${ordinal(index + 1)}网格`
}

function ordinal(n: number): string {
  if (n <= 10) return ORDINALS[n - 1]!
  if (n < 20) return `十${ORDINALS[n - 11]!}`
  return `${ORDINALS[Math.floor(n / 10) - 1]!}十${n % 10 === 0 ? '' : ORDINALS[(n % 10) - 1]!}`
}

/** Rows from the north, each from the west; a row is as high as a part of common size. */
function inReadingOrder<T extends { east: number; north: number; areaKm2: number }>(
  parts: readonly T[],
): T[] {
  if (parts.length === 0) return []
  const top = Math.max(...parts.map(({ north }) => north))
  const height = 900 * Math.sqrt(parts.reduce((sum, { areaKm2 }) => sum + areaKm2, 0) / parts.length)
  const row = ({ north }: T) => Math.floor((top - north) / height)
  return [...parts].sort((a, b) => row(a) - row(b) || a.east - b.east)
}
