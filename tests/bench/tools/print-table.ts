import { itemAt } from '#shared/geometry/at.ts'

/** A plain table for people and for the README: first column left, numbers right. */
export function printTable(title: string, columns: string[], rows: (string | number)[][]): void {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? format(cell) : cell)))
  const widths = columns.map((_, i) => Math.max(...[columns, ...texts].map((row) => width(row[i] ?? ''))))
  const line = (row: string[]) => {
    const cells = row.map((cell, i) => {
      const space = ' '.repeat(itemAt(widths, i) - width(cell))
      return i === 0 ? cell + space : space + cell
    })
    return `| ${cells.join(' | ')} |`
  }
  const rule = `|${widths.map((each, i) => (i === 0 ? '-'.repeat(each + 2) : `${'-'.repeat(each + 1)}:`)).join('|')}|`
  process.stdout.write(`\n${title}\n\n${[line(columns), rule, ...texts.map(line)].join('\n')}\n`)
}

export function computeMedian(values: readonly number[]): number {
  return computeQuantile(values, 0.5)
}

export function computeQuantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN
}

function format(value: number): string {
  if (Number.isNaN(value)) return '–'
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toPrecision(3).replace(/\.?0+$/, '')
}

/** Chinese characters take two places on a terminal. */
const width = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
