import type { ColumnHint } from '#shared/spreadsheet/sheet-xml.ts'
import { CELL_STYLE } from '#shared/spreadsheet/workbook-parts.ts'
import { fillPlaceholders } from '#shared/contract/transfer/localized-text.ts'
import type { Target, TargetField } from '#shared/contract/transfer/target.ts'
import { describeType, listWords, TEMPLATE_TEXTS, type TemplateLanguage, toWord } from './template-texts.ts'

export interface TemplateColumn {
  /** null: a coordinate or a shape. */
  field: TargetField | null
  heading: string
  rule: string
  words?: readonly string[] | undefined
  example: string
  /** Of the empty cells. */
  style: number
}

/** The coordinate system that the headings state. */
const SYSTEM = { system: 'CGCS2000' }

/** The columns of a target's template: its fields, and where its rows lie. `city`: whose codes the example has. */
export function listTemplateColumns(
  target: Target,
  language: TemplateLanguage,
  city: string,
): TemplateColumn[] {
  return [
    ...target.fields
      .filter((field) => field.type.kind !== 'json' && !field.tag && !isCodeOfNone(target, field))
      .map((field) => toColumn(target, field, language, city)),
    ...listPlaceColumns(target, language),
  ]
}

function toColumn(
  target: Target,
  field: TargetField,
  language: TemplateLanguage,
  city: string,
): TemplateColumn {
  const { type, key, fallback, helper, note } = field
  const text = (name: keyof typeof TEMPLATE_TEXTS, details = {}) =>
    fillPlaceholders(TEMPLATE_TEXTS[name][language], details)
  const needed = field.required === true && !field.made
  const rules = [
    ...(needed ? [text('isNeeded')] : []),
    describeType(field, language),
    ...(note ? [language === 'en' ? ` ${note.en}` : note.zh] : []),
    ...(fallback === undefined || fallback === ''
      ? []
      : [text('fallback', { value: toWord(type, fallback, language) })]),
    ...(key === 'code' && !needed ? [text('ownCode')] : []),
    ...(helper && type.kind === 'text' ? [text('unitName')] : []),
  ]
  return {
    field,
    heading: needed ? `${field[language]} *` : field[language],
    rule: rules.join('').trim(),
    words: listWords(field, language),
    example: getExample(target, field, language, city),
    style:
      type.kind === 'day'
        ? CELL_STYLE.day
        : type.kind === 'count' || type.kind === 'number'
          ? CELL_STYLE.plain
          : CELL_STYLE.text,
  }
}

function listPlaceColumns({ shapes, fields }: Target, language: TemplateLanguage): TemplateColumn[] {
  if (shapes.length === 0) return []
  const needed = fields.some(({ key }) => key === 'code') ? 'isNeededOnce' : 'isNeeded'
  const column = (
    name: 'longitude' | 'latitude' | 'shape',
    example: string,
    minutes?: string,
  ): TemplateColumn => ({
    field: null,
    heading: `${fillPlaceholders(TEMPLATE_TEXTS[name][language], SYSTEM)} *`,
    rule:
      TEMPLATE_TEXTS[needed][language] +
      (minutes === undefined
        ? TEMPLATE_TEXTS.wkt[language]
        : fillPlaceholders(TEMPLATE_TEXTS.degrees[language], { degrees: example, minutes })),
    example,
    style: minutes === undefined ? CELL_STYLE.text : CELL_STYLE.plain,
  })
  if (shapes.includes('point'))
    return [column('longitude', '120.157213', '120°9′26″'), column('latitude', '33.347512', '33°20′51″')]
  return [column('shape', shapes[0] === 'line' ? LINE : AREA)]
}

const LINE = 'LINESTRING (120.15 33.34, 120.16 33.35)'
const AREA = 'POLYGON ((120.15 33.34, 120.16 33.34, 120.16 33.35, 120.15 33.35, 120.15 33.34))'

/** Lengths of the codes of units above a row. */
function listLengthsAbove({ fields }: Target, { lengths }: { lengths: readonly number[] }): number[] {
  const own = fields.find(({ key }) => key === 'code')?.type
  const limit = own?.kind === 'code' ? Math.max(...own.lengths) : Infinity
  return lengths.filter((length) => length < limit)
}

/** A code of a unit above, where there is none: that of a district. */
const isCodeOfNone = (target: Target, { key, type }: TargetField): boolean =>
  key !== 'code' && type.kind === 'code' && listLengthsAbove(target, type).length === 0

function getExample(target: Target, field: TargetField, language: TemplateLanguage, city: string): string {
  const { type, key, example, fallback } = field
  if (example !== undefined) return typeof example === 'string' ? example : example[language]
  switch (type.kind) {
    case 'code':
      return `${city.slice(0, 4)}02001001001`.slice(
        0,
        key === 'code' ? type.lengths[0] : Math.max(...listLengthsAbove(target, type)),
      )
    case 'choice':
    case 'truth':
      return fallback === undefined
        ? (listWords(field, language)?.[0] ?? '')
        : toWord(type, fallback, language)
    case 'count':
      return '120'
    case 'number':
      return type.least > 1000 ? '2024' : type.decimals === 0 ? '6' : '350'
    case 'day':
      return '2018-06-01'
    case 'place':
      return '120.155 33.345'
    default:
      return ''
  }
}

/** What is shown where a cell of the column is chosen. */
export const toHint = ({ heading, rule, words }: TemplateColumn): ColumnHint => ({
  title: heading,
  text: rule,
  ...(words ? { words } : {}),
})
