import { getParentCode } from '#shared/contract/city/code-levels.ts'
import type { TargetField, TargetId } from '#shared/contract/transfer/target.ts'
import { buildDayCell, buildNumberCell, buildTextCell } from '#shared/spreadsheet/sheet-xml.ts'
import type { TemplateColumn } from '../../../api/transfer/template/template-columns.ts'

/** A square city of 2 districts, 4 streets, 8 communities and 16 grids, each the half of the unit above. */

const SERIALS = ['001', '002']
const below = (codes: readonly string[]) => codes.flatMap((code) => SERIALS.map((serial) => code + serial))

function listCodes(city: string): Record<'districts' | 'streets' | 'communities' | 'grids', string[]> {
  const districts = [`${city.slice(0, 4)}02`, `${city.slice(0, 4)}03`]
  const streets = below(districts)
  const communities = below(streets)
  return { districts, streets, communities, grids: below(communities) }
}

type Box = [west: number, south: number, east: number, north: number]

/** The land of a unit; its code says which half it is of each unit above. */
function getBox(code: string): Box {
  const halves = [
    Number(code.slice(4, 6)) - 2,
    ...(code.slice(6).match(/.{3}/g) ?? []).map((n) => Number(n) - 1),
  ]
  let [west, south, east, north]: Box = [120, 33, 120.08, 33.08]
  halves.forEach((half, i) => {
    const [x, y] = [(west + east) / 2, (south + north) / 2]
    if (i % 2 === 0) [west, east] = half === 0 ? [west, x] : [x, east]
    else [south, north] = half === 0 ? [south, y] : [y, north]
  })
  return [west, south, east, north]
}

function writeShape(target: TargetId, [w, s, e, n]: Box): string {
  if (target === 'roads' || target === 'waterways') return `LINESTRING (${w} ${s}, ${e} ${n})`
  const inset = target === 'parks' ? (e - w) / 4 : 0
  const [a, b, c, d] = [w + inset, s + inset, e - inset, n - inset]
  return `POLYGON ((${a} ${b}, ${c} ${b}, ${c} ${d}, ${a} ${d}, ${a} ${b}))`
}

/** Rows of cells as an office fills in a template, one value of the type of each column. */
export function listTemplateRows(
  target: TargetId,
  columns: readonly TemplateColumn[],
  city: string,
): string[][] {
  const codes = listCodes(city)
  const units = target in codes ? codes[target as keyof typeof codes] : codes.communities
  return units.map((unit, i) => {
    const box = getBox(unit)
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const
    const places = [middle[0], middle[1]]
    return columns.map((column) => {
      if (column.field !== null) return writeCell(target, column.field, column, unit, i)
      if (column.example.includes('(')) return buildTextCell(writeShape(target, box))
      return buildNumberCell(places.shift()!)
    })
  })
}

function writeCell(
  target: TargetId,
  { key, type }: TargetField,
  { words = [] }: TemplateColumn,
  unit: string,
  i: number,
): string {
  const named = { communityName: 12, streetName: 9, districtName: 6 }[key]
  if (named !== undefined) return buildTextCell(nameUnit(unit.slice(0, named)))
  // an own day of demolition would take a building out of the city
  if (key === 'managingParentCode' || key === 'demolishedOn') return ''
  switch (type.kind) {
    case 'code':
      return buildTextCell(
        key === 'code' ? unit : key === 'communityCode' ? unit.slice(0, 12) : (getParentCode(unit) ?? ''),
      )
    case 'word':
      return buildTextCell(`${target.slice(0, 3).toUpperCase()}-${String(i + 1).padStart(3, '0')}`)
    case 'text':
      return buildTextCell(key === 'name' && UNITS.includes(target) ? nameUnit(unit) : `${key} ${i + 1}`)
    case 'choice':
      return buildTextCell(words[i % words.length]!)
    case 'truth':
      return buildTextCell(words[i % 2]!)
    case 'count':
      return buildNumberCell(10 * (i + 1))
    case 'number':
      return buildNumberCell(Math.max(type.least, Math.min(type.most, type.least > 1000 ? 2020 + i : i + 2)))
    case 'day':
      return buildDayCell(43_000 + i)
    case 'list':
      return buildTextCell('议事；阅览')
    case 'place': {
      const [west, south, east, north] = getBox(unit)
      return buildTextCell(`${(west + east) / 2} ${(south + north) / 2}`)
    }
    default:
      return ''
  }
}

const UNITS: readonly TargetId[] = ['districts', 'streets', 'communities']
const nameUnit = (code: string) => `U${code}`
