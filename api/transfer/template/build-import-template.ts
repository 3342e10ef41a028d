import { fillPlaceholders } from '#shared/contract/transfer/localized-text.ts'
import type { Target, TargetId } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import {
  buildExampleCell,
  buildHeadCell,
  buildSheetEndWithHints,
  buildSheetRow,
  buildSheetStart,
  buildWrappedCell,
  SHEET_END,
} from '#shared/spreadsheet/sheet-xml.ts'
import { buildWorkbookParts } from '#shared/spreadsheet/workbook-parts.ts'
import { EXAMPLE_MARKS, NOTES_SHEET_NAMES } from '../../../data/formats/sheets/example-row.ts'
import { encodeArchive } from '../../../data/formats/zip/write-archive.ts'
import { listTemplateColumns, type TemplateColumn, toHint } from './template-columns.ts'
import { TEMPLATE_TEXTS, type TemplateLanguage } from './template-texts.ts'

/** File name of a template in its language. */
export const getTemplateName = (target: TargetId, language: TemplateLanguage): string =>
  `${fillPlaceholders(TEMPLATE_TEXTS.file[language], { target: getSheetName(TARGETS[target], language) })}.xlsx`

/**
 * A workbook to fill in for a target, derived from its fields: a sheet with the headings of the office, a marked example,
 * hints and drop-downs, and one that says how to fill it in. The import recognises it by its sheet and its headings.
 */
export async function buildImportTemplate(
  id: TargetId,
  language: TemplateLanguage,
  city: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = TARGETS[id]
  const columns = listTemplateColumns(target, language, city)
  const sheets = [
    { name: getSheetName(target, language), text: buildTable(columns, language) },
    { name: NOTES_SHEET_NAMES[language], text: buildNotes(target, columns, language) },
  ]
  const parts = [
    ...buildWorkbookParts(sheets.map(({ name }) => name)),
    ...sheets.map(({ text }, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text })),
  ]
  const encoder = new TextEncoder()
  return encodeArchive(parts.map(({ name, text }) => ({ name, content: () => encoder.encode(text) })))
}

const getSheetName = (target: Target, language: TemplateLanguage): string =>
  target[language].replaceAll(' / ', '、')

function buildTable(columns: readonly TemplateColumn[], language: TemplateLanguage): string {
  const marked = columns.findIndex(({ field }) => field !== null && MARKABLE.includes(field.type.kind))
  return [
    buildSheetStart({
      frozenHead: true,
      widths: columns.map(({ heading, example }) => measureWidth([heading, example])),
      styles: columns.map(({ style }) => style),
    }),
    buildSheetRow(
      1,
      columns.map(({ heading }) => buildHeadCell(heading)),
    ),
    buildSheetRow(
      2,
      columns.map(({ example }, i) => {
        const text = i === marked ? `${EXAMPLE_MARKS[language]}${example}` : example
        return text === '' ? '' : buildExampleCell(text)
      }),
    ),
    buildSheetEndWithHints(columns.map(toHint)),
  ].join('')
}

/** Kinds of fields whose cells can hold the mark of the example. */
const MARKABLE: readonly string[] = ['text', 'code', 'word']

/** Wide enough for a text, where Chinese characters take twice the room, with some for the mark. */
function measureWidth(texts: readonly string[]): number {
  const widths = texts.map((text) => text.replaceAll(/[^\u0000-\u2e7f]/g, '..').length)
  return Math.min(40, Math.max(10, ...widths) + 4)
}

function buildNotes(target: Target, columns: readonly TemplateColumn[], language: TemplateLanguage): string {
  const text = (name: keyof typeof TEMPLATE_TEXTS, details = {}) =>
    fillPlaceholders(TEMPLATE_TEXTS[name][language], details)
  const general = [
    text('rows', { sheet: getSheetName(target, language) }),
    text('marked', { mark: EXAMPLE_MARKS[language].trim() }),
    text('needed'),
    text('codes'),
    text('units'),
    ...(target.shapes.length > 0 ? [text('system')] : []),
    text('persons'),
  ]
  const rows = [
    ...general.map((each) => ['', buildWrappedCell(each), '']),
    ['', '', ''],
    [text('heading'), text('rule'), text('example')].map(buildHeadCell),
    ...columns.map(({ heading, rule, example }) => [heading, rule, example].map(buildWrappedCell)),
  ]
  return [
    buildSheetStart({ frozenHead: false, widths: [26, 80, 40] }),
    ...rows.map((cells, i) => buildSheetRow(i + 1, cells)),
    SHEET_END,
  ].join('')
}
