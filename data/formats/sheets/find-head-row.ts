import type { AttributeValue, FileRemark } from '../model/format.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { isExampleRow } from './example-row.ts'
import { isEmptyCell, readColumnNames } from './sheet-rows.ts'

export interface NumberedRow {
  /** From 1, as its program counts. */
  number: number
  cells: readonly AttributeValue[]
}

export interface HeadRow {
  /** The last row of the names: a group of columns may have its name above theirs. */
  number: number
  names: string[]
  /** Numbers of rows near the head that show how the table is filled in, and are none of it. */
  examples: ReadonlySet<number>
  /** What to say when it is not the first row. */
  remarks: FileRemark[]
}

/** Titles and notes above a table are seldom longer. */
const SEARCHED_ROWS = 20

/**
 * Finds the row with the names of the columns: the given one, else the first that is about as wide as the widest of the
 * first rows and holds texts only, which titles above a table are not. null: there is nothing in the table.
 *
 * @throws InvalidFileError no_head_row when the given row is not there or empty
 */
export async function findHeadRow(
  rows: AsyncIterable<readonly NumberedRow[]>,
  given: number | undefined,
): Promise<HeadRow | null> {
  const found = await (given === undefined ? findLikelyHead(rows) : findGivenHead(rows, given))
  if (found === null) return null
  const { head, above, below, after } = found
  const remarks: FileRemark[] =
    above === 0 ? [] : [{ code: 'head_row', details: { row: head.number, above } }]
  if (below !== undefined)
    remarks.push({ code: 'head_joined', details: { row: head.number, below: below.number } })
  const examples = after.filter(({ cells }) => isExampleRow(cells)).map(({ number }) => number)
  if (examples.length > 0) remarks.push({ code: 'example_left', details: { count: examples.length } })
  return {
    examples: new Set(examples),
    number: (below ?? head).number,
    names: readColumnNames(below === undefined ? head.cells : joinNames(head.cells, below.cells)),
    remarks,
  }
}

/** `above`: rows above the head that are not empty; `below`: the second row of names. */
interface FoundHead {
  head: NumberedRow
  above: number
  below?: NumberedRow
  /** The first rows below the head. */
  after: readonly NumberedRow[]
}

async function findGivenHead(rows: AsyncIterable<readonly NumberedRow[]>, given: number): Promise<FoundHead> {
  let above = 0
  let head: NumberedRow | undefined
  const after: NumberedRow[] = []
  for await (const bunch of rows) {
    for (const row of bunch) {
      if (!isFilled(row)) continue
      if (head !== undefined) after.push(row)
      else if (row.number === given) head = row
      else if (row.number > given) throw new InvalidFileError('no_head_row', { row: given })
      else above++
    }
    if (head !== undefined && after.length >= SEARCHED_ROWS) break
  }
  if (head !== undefined) return { head, above, after: after.slice(0, SEARCHED_ROWS) }
  throw new InvalidFileError('no_head_row', { row: given })
}

async function findLikelyHead(rows: AsyncIterable<readonly NumberedRow[]>): Promise<FoundHead | null> {
  const first: NumberedRow[] = []
  for await (const bunch of rows) {
    first.push(...bunch.filter(isFilled))
    if (first.length >= SEARCHED_ROWS) break
  }
  first.splice(SEARCHED_ROWS)
  const head = guessHeadRow(first)
  if (head === undefined) return null
  const above = first.indexOf(head)
  const below = first[above + 1]
  const after = first.slice(above + 1)
  return below !== undefined && isSecondRow(head, below)
    ? { head, above, below, after }
    : { head, above, after }
}

const isFilled = ({ cells }: NumberedRow) => cells.some((cell) => !isEmptyCell(cell))

function guessHeadRow(rows: readonly NumberedRow[]): NumberedRow | undefined {
  const widthOf = ({ cells }: NumberedRow) => cells.filter((cell) => !isEmptyCell(cell)).length
  const widest = Math.max(0, ...rows.map(widthOf))
  const found = rows.find(
    (row) => widthOf(row) >= Math.max(2, widest * 0.6) && !row.cells.some(isLabelWithColon),
  )
  // a row with numbers is one of the table: then its first row holds the names, however few they are
  return found !== undefined && found.cells.every(isName) ? found : rows[0]
}

/** Columns of groups: a name with columns beside it that have none. */
function findGroups(cells: readonly AttributeValue[], width: number): number[][] {
  const groups: number[][] = []
  for (let column = 0; column < width; column++)
    if (!isEmptyCell(cells[column] ?? null)) groups.push([column])
    else groups.at(-1)?.push(column)
  return groups.filter((columns) => columns.length > 1)
}

/** Whether the row just below has the names of the columns of every group, and nothing else. */
function isSecondRow(head: NumberedRow, { number, cells }: NumberedRow): boolean {
  if (number !== head.number + 1 || !cells.every(isName)) return false
  const filled = cells.flatMap((cell, column) => (isEmptyCell(cell) ? [] : [column]))
  const grouped = findGroups(head.cells, cells.length).flat()
  return (
    grouped.length > 0 &&
    isEmptyCell(cells[0] ?? null) &&
    filled.length === grouped.length &&
    filled.every((column, i) => column === grouped[i])
  )
}

/** The names of the columns; those that several groups have in common stand behind the name of their group. */
function joinNames(above: readonly AttributeValue[], below: readonly AttributeValue[]): AttributeValue[] {
  const names: AttributeValue[] = [...above]
  for (const columns of findGroups(above, below.length))
    for (const column of columns) {
      const name = below[column] ?? null
      const isShared = below.some((other, k) => k !== column && other === name)
      names[column] = isShared ? `${String(above[columns[0]!])}${String(name)}` : name
    }
  return names
}

/** '填报单位：' stands before what is filled in beside it. */
const isLabelWithColon = (cell: AttributeValue) => typeof cell === 'string' && /[:：]\s*$/.test(cell)

const isName = (cell: AttributeValue) =>
  isEmptyCell(cell) || (typeof cell === 'string' && !/^[-+]?[\d.,%/年月日\s-]+$/.test(cell.trim()))
