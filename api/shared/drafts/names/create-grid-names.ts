import type { Cell, CellId, GridChange } from '../../geometry/cell-set.ts'
import { computeInteriorPoint } from '../../geometry/shapes/interior-point.ts'
import type { DraftState } from '../draft-state.ts'

/**
 * Returns a function that names the new grids of one change, each once. Where the grid that was divided is named by its
 * number – 学桥第一网格, 第3网格, Grid 3 – a new one gets the next number that the community does not use, in the same digits.
 */
export function createGridNames(
  { set, facts, firstGridName = '第1网格' }: DraftState,
  change: GridChange,
): (cell: Cell) => string {
  const used = new Map<string, Set<string>>()
  const usedIn = (community: string) => {
    let names = used.get(community)
    if (names === undefined) {
      const retired = new Set<CellId>(change.retire)
      names = new Set(
        [...set.cells.values()]
          .filter((cell) => cell.community === community && !cell.undivided && !retired.has(cell.id))
          .flatMap(({ id }) => facts.get(id)?.name ?? []),
      )
      used.set(community, names)
    }
    return names
  }
  return (cell) => {
    const parent = change.lineage.find(
      ({ successor, predecessor }) => successor === cell.id && predecessor !== cell.id,
    )?.predecessor
    const isFirst = parent === undefined || set.cells.get(parent)?.undivided === true
    const model = (isFirst ? undefined : facts.get(parent)?.name) ?? firstGridName
    const names = usedIn(cell.community)
    const write = readNumbering(model)
    for (let number = 1; ; number++) {
      const name = write(number)
      if (names.has(name)) continue
      names.add(name)
      return name
    }
  }
}

/** Returns a function that names the first grids of a community: they count from west to east, as their codes usually do. */
export function createFirstGridNames(state: DraftState, change: GridChange): (cell: Cell) => string {
  const write = createGridNames(state, change)
  const places = change.put
    .filter(({ undivided }) => !undivided)
    .map((cell) => ({ cell, at: cell.shape[0] ? computeInteriorPoint(cell.shape[0]) : [0, 0] }))
    .sort(({ at: [x = 0, y = 0] }, { at: [otherX = 0, otherY = 0] }) => x - otherX || otherY - y)
  const names = new Map<CellId, string>()
  for (const { cell } of places)
    if (!state.set.cells.has(cell.id) || state.set.cells.get(cell.id)?.undivided)
      names.set(cell.id, write(cell))
  return (cell) => names.get(cell.id) ?? write(cell)
}

/** Returns how a name is written with another number. */
function readNumbering(name: string): (number: number) => string {
  const found =
    /^(.*第)(\d+|[一二三四五六七八九十百]+)(网格)/.exec(name) ?? /^(.*\bgrid )(\d+)()$/i.exec(name)
  if (found === null) return (number) => `${name.replace(/-\d+$/, '').slice(0, 54)}-${number + 1}`
  const [, before = '', digits = '', after = ''] = found
  return (number) => `${before}${/\d/.test(digits) ? number : toChinese(number)}${after}`
}

const DIGITS = '零一二三四五六七八九'

/** Writes a number below 1,000 in Chinese digits: 12 is 十二, 105 is 一百零五. */
function toChinese(number: number): string {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10]
  const digit = (value: number) => DIGITS[value] ?? ''
  let text = hundreds > 0 ? `${digit(hundreds)}百` : ''
  if (tens > 0) text += hundreds === 0 && tens === 1 ? '十' : `${digit(tens)}十`
  else if (hundreds > 0 && ones > 0) text += '零'
  return ones > 0 ? text + digit(ones) : text
}
