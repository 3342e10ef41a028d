import {
  buildBooleanCell,
  buildDayCell,
  buildHeadCell,
  buildNumberCell,
  buildSheetRow,
  buildSheetStart,
  buildTextCell,
  SHEET_END,
} from '#shared/spreadsheet/sheet-xml.ts'
import { buildWorkbookParts, XLSX_MEDIA_TYPE } from '#shared/spreadsheet/workbook-parts.ts'
import type { AttributeValue, FormatId } from '../model/format.ts'
import type { FormatWriter, WriteLayer, WriteRequest } from '../model/writer.ts'
import { buildSheetColumns, type SheetColumns } from '../sheets/sheet-columns.ts'
import { encodeText } from '../text/encode-text.ts'
import { writeArchive } from '../zip/write-archive.ts'
import { dayToSerial } from './serial-day.ts'

/** A workbook with a sheet for each layer and one for the metadata. Texts, codes above all, are text cells. */
export const xlsxWriter: FormatWriter<FormatId> = {
  id: 'xlsx',
  label: 'Excel (xlsx)',
  extension: '.xlsx',
  mediaType: XLSX_MEDIA_TYPE,
  many: true,
  tables: true,
  async write({ layers, system, metadata, path, signal }: WriteRequest) {
    const sheets = await Promise.all(
      layers.map(async (layer) => ({ layer, columns: await buildSheetColumns(layer, system) })),
    )
    const names = [...layers.map(({ name }) => name), 'metadata']
    await writeArchive(
      path,
      [
        ...buildWorkbookParts(names).map(({ name, text }) => ({
          name,
          content: () => encodeText(text, 'utf-8'),
        })),
        ...sheets.map(({ layer, columns }, i) => ({
          name: `xl/worksheets/sheet${i + 1}.xml`,
          content: () => encodeSheet(layer, columns),
        })),
        {
          name: `xl/worksheets/sheet${names.length}.xml`,
          content: () => encodeText(buildMetadataSheet(metadata), 'utf-8'),
        },
      ],
      signal,
    )
  },
}

async function* encodeSheet(layer: WriteLayer, { head, cellsOf }: SheetColumns): AsyncGenerator<Uint8Array> {
  const isDay = head.map((_, i) => layer.fields[i]?.type === 'day')
  let number = 1
  yield encodeText(
    buildSheetStart({ frozenHead: true }) + buildSheetRow(number, head.map(buildHeadCell)),
    'utf-8',
  )
  for await (const rows of layer.rows()) {
    const texts = rows.map((row) =>
      buildSheetRow(
        ++number,
        cellsOf(row).map((value, i) => buildCell(value, isDay[i] ?? false)),
      ),
    )
    if (texts.length > 0) yield encodeText(texts.join(''), 'utf-8')
  }
  yield encodeText(SHEET_END, 'utf-8')
}

function buildMetadataSheet(metadata: WriteRequest['metadata']): string {
  const rows = Object.entries(metadata).map(([name, value], i) =>
    buildSheetRow(i + 1, [buildHeadCell(name), buildCell(value, false)]),
  )
  return buildSheetStart({ frozenHead: false }) + rows.join('') + SHEET_END
}

function buildCell(value: AttributeValue, isDay: boolean): string {
  if (value === null) return ''
  if (typeof value === 'number') return buildNumberCell(value)
  if (typeof value === 'boolean') return buildBooleanCell(value)
  // Excel counts a 29 February 1900 that did not exist: earlier days have no reliable number
  if (isDay && value >= '1900-03-01') return buildDayCell(dayToSerial(value))
  return buildTextCell(value)
}
