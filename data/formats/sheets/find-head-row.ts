import type { AttributeValue, FileRemark } from '../model/format.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import { isEmptyCell, readColumnNames } from './sheet-rows.ts'

export interface NumberedRow {
  /** From 1, as its program counts. */
  number: number
  cells: readonly AttributeValue[]
}

export interface HeadRow {
  number: number
  names: string[]
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
  const { head, above } = found
  return {
    number: head.number,
    names: readColumnNames(head.cells),
    remarks: above === 0 ? [] : [{ code: 'head_row', details: { row: head.number, above } }],
  }
}

/** `above`: rows above the head that are not empty. */
interface FoundHead {
  head: NumberedRow
  above: number
}

async function findGivenHead(rows: AsyncIterable<readonly NumberedRow[]>, given: number): Promise<FoundHead> {
  let above = 0
  for await (const bunch of rows)
    for (const row of bunch) {
      if (!isFilled(row)) continue
      if (row.number === given) return { head: row, above }
      if (row.number > given) throw new InvalidFileError('no_head_row', { row: given })
      above++
    }
  throw new InvalidFileError('no_head_row', { row: given })
}

async function findLikelyHead(rows: AsyncIterable<readonly NumberedRow[]>): Promise<FoundHead | null> {
  const first: NumberedRow[] = []
  for await (const bunch of rows) {
    first.push(...bunch.filter(isFilled))
    if (first.length >= SEARCHED_ROWS) break
  }
  const head = guessHeadRow(first.slice(0, SEARCHED_ROWS))
  return head === undefined ? null : { head, above: first.indexOf(head) }
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

/** '填报单位：' stands before what is filled in beside it. */
const isLabelWithColon = (cell: AttributeValue) => typeof cell === 'string' && /[:：]\s*$/.test(cell)

const isName = (cell: AttributeValue) =>
  isEmptyCell(cell) || (typeof cell === 'string' && !/^[-+]?[\d.,%/年月日\s-]+$/.test(cell.trim()))
