import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { AttributeValue } from '../model/format.ts'
import { MAX_COLUMNS } from '../sheets/sheet-rows.ts'
import type { XmlHandler } from '../xml/read-xml.ts'
import { serialToDay } from './serial-day.ts'
import type { Workbook } from './read-workbook.ts'

export interface SheetRow {
  /** As the program counts, from 1. */
  number: number
  cells: AttributeValue[]
}

/** Puts the rows of a sheet together from the tags as they come by. `take` gives those that are whole. */
export function createSheetRowReader({
  texts,
  isDay,
  isPercent,
  from1904,
}: Workbook): XmlHandler & { take(): SheetRow[] } {
  let rows: SheetRow[] = []
  let number = 0
  let cells: AttributeValue[] | undefined
  let cell: { column: number; type: string; style: number } | undefined
  let text = ''
  let wanted = false
  let inGuide = false
  return {
    open(name, attributes) {
      if (name === 'row') {
        number = Number(attributes['r'] ?? number + 1)
        cells = []
      } else if (name === 'c' && cells) {
        const column = attributes['r'] === undefined ? cells.length : columnOf(attributes['r'])
        if (column >= MAX_COLUMNS)
          throw new InvalidFileError('too_many_columns', { count: column + 1, limit: MAX_COLUMNS })
        cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) }
        text = ''
        // phonetic guides are not part of the text
      } else if (name === 'rPh') inGuide = true
      else if (cell && !inGuide && (name === 'v' || name === 't')) wanted = true
    },
    text(part) {
      if (wanted) text += part
    },
    close(name) {
      if (name === 'v' || name === 't') wanted = false
      else if (name === 'rPh') inGuide = false
      else if (name === 'c' && cell && cells) {
        while (cells.length < cell.column) cells.push(null)
        cells[cell.column] = valueOf(cell.type, cell.style, text)
        cell = undefined
      } else if (name === 'row' && cells) {
        rows.push({ number, cells })
        cells = undefined
      }
    },
    take() {
      const whole = rows
      rows = []
      return whole
    },
  }

  function valueOf(type: string, style: number, value: string): AttributeValue {
    switch (type) {
      case 's':
        return texts[Number(value)] ?? null
      case 'b':
        return value === '1'
      case 'e':
        return null
      case 'd':
        return value.slice(0, 10)
      case 'str':
      case 'inlineStr':
        return value === '' ? null : value
      default: {
        const number = Number(value)
        if (value === '' || !Number.isFinite(number)) return value === '' ? null : value
        if (isDay(style)) return serialToDay(number, from1904)
        // as it is shown: 0.35 is 35%
        if (isPercent(style)) return `${Number((number * 100).toPrecision(12))}%`
        // what is not exact any more stays text, as it is written
        return Number.isInteger(number) && !Number.isSafeInteger(number) ? value : number
      }
    }
  }
}

/** 'AB12' → 27. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference.toUpperCase()) {
    const code = letter.charCodeAt(0) - 64
    if (code < 1 || code > 26) break
    column = column * 26 + code
    if (column > 1e6) break
  }
  return column - 1
}
