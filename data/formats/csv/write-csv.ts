import type { AttributeValue, FormatId } from '../model/format.ts'
import { escapeFormula } from '../sheets/sheet-rows.ts'
import { buildSheetColumns } from '../sheets/sheet-columns.ts'
import { encodeText } from '../text/encode-text.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteRequest } from '../model/writer.ts'

/** With the mark by which a spreadsheet knows UTF-8; lines end as RFC 4180 has it. */
export const csvWriter: FormatWriter<FormatId> = {
  id: 'csv',
  label: 'CSV',
  extension: '.csv',
  mediaType: 'text/csv',
  many: false,
  tables: true,
  write: ({ path, signal, ...request }) => writeChunks(path, pieces(request), signal),
}

async function* pieces({
  layers: [layer],
  system,
  encoding,
}: Omit<WriteRequest, 'path'>): AsyncGenerator<Uint8Array> {
  if (!layer) throw new Error('a CSV file holds one layer')
  const { head, cellsOf } = await buildSheetColumns(layer, system, Number.MAX_SAFE_INTEGER)
  const line = (cells: readonly AttributeValue[]) => `${cells.map(cellText).join(',')}\r\n`
  yield encodeText(`${encoding === 'utf-8' ? '\ufeff' : ''}${line(head)}`, encoding)
  for await (const rows of layer.rows())
    if (rows.length > 0) yield encodeText(rows.map((row) => line(cellsOf(row))).join(''), encoding)
}

function cellText(value: AttributeValue): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? escapeFormula(value) : String(value)
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
