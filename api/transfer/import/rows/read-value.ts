import { type JsonValue, type ParsedValue, type ValueResult, truncateValue } from './value-result.ts'
import type { FieldType, TargetField } from '#shared/contract/transfer/target.ts'
import type { AttributeValue, RowProblem } from '../../../../data/formats/model/format.ts'
import { cleanText } from '../../../../data/formats/text/clean-layer-texts.ts'
import { normaliseWord } from './propose-mapping.ts'
import { readCode } from './read-code.ts'
import { readDay } from './read-day.ts'

const done = (value: ParsedValue): ValueResult => ({ ok: true, value })
const refuse = (code: RowProblem['code'], field: TargetField, value?: AttributeValue): ValueResult => ({
  ok: false,
  problem: {
    code,
    details: { field: field.zh, ...(value === undefined ? {} : { value: truncateValue(value) }) },
  },
})

/** A cell as the field's type; an empty one is null. */
export function readValue(field: TargetField, cell: AttributeValue): ValueResult {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return done(null)
  return readers[field.type.kind](field, cell)
}

const readers: Record<
  FieldType['kind'],
  (field: TargetField, cell: NonNullable<AttributeValue>) => ValueResult
> = {
  text(field, cell) {
    const text = String(cell).trim()
    const limit = field.type.kind === 'text' ? field.type.limit : 0
    if (text.length > limit)
      return { ok: false, problem: { code: 'text_too_long', details: { field: field.zh, limit } } }
    return text.includes('\0') ? refuse('value_not_json', field) : done(text)
  },
  code: (field, cell) => readCode(field, cell),
  word(field, cell) {
    const word = String(cell).trim()
    return /^[0-9A-Za-z][0-9A-Za-z_-]{0,39}$/.test(word) ? done(word) : refuse('code_wrong_form', field, cell)
  },
  count(field, cell) {
    const value = readNumber(cell)
    if (value === null) return refuse('value_not_number', field, cell)
    if (!Number.isInteger(value)) return refuse('value_not_whole', field, cell)
    return value < 0 || (field.type.kind === 'count' && value > field.type.most)
      ? refuse('value_out_of_range', field, cell)
      : done(value)
  },
  number(field, cell) {
    const value = readNumber(cell)
    if (field.type.kind !== 'number' || value === null) return refuse('value_not_number', field, cell)
    if (value < field.type.least || value > field.type.most) return refuse('value_out_of_range', field, cell)
    if (field.type.decimals === 0 && !Number.isInteger(value)) return refuse('value_not_whole', field, cell)
    const scale = 10 ** field.type.decimals
    return done(field.type.decimals < 10 ? Math.round(value * scale) / scale : value)
  },
  day(field, cell) {
    const day = readDay(String(cell))
    return day === null ? refuse('value_not_day', field, cell) : done(day)
  },
  truth(field, cell) {
    if (typeof cell === 'boolean') return done(cell)
    const word = normaliseWord(String(cell))
    if (/^(1|true|t|y|yes|是|有|对|√|✓)$/.test(word)) return done(true)
    if (field.type.kind === 'truth' && field.type.yes?.includes(word)) return done(true)
    return /^(0|false|f|n|no|否|无|没有|不是|×|✗)$/.test(word)
      ? done(false)
      : refuse('value_not_truth', field, cell)
  },
  choice(field, cell) {
    if (field.type.kind !== 'choice') return refuse('value_not_choice', field, cell)
    const word = normaliseWord(String(cell))
    const found = Object.entries(field.type.values).find(
      ([value, words]) => normaliseWord(value) === word || words.some((each) => normaliseWord(each) === word),
    )
    return found ? done(found[0]) : refuse('value_not_choice', field, cell)
  },
  list(field, cell) {
    const text = String(cell).trim()
    if (text.startsWith('[')) {
      const list = jsonOf(text)
      return Array.isArray(list) && list.every((each) => typeof each === 'string')
        ? done(list)
        : refuse('value_not_json', field)
    }
    return done(
      text
        .split(/[;;、,,|]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
  },
  place(field, cell) {
    const found =
      /^(?:POINT\s*\(|\[|\()?\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)[\s,]+(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*[\])]?$/i.exec(
        String(cell).trim(),
      )
    return found ? done([Number(found[1]), Number(found[2])]) : refuse('value_not_json', field)
  },
  json(field, cell) {
    const value = jsonOf(String(cell))
    return value === undefined ? refuse('value_not_json', field) : done(value)
  },
}

/** No number is written longer. */
const MAX_NUMBER_CHARACTERS = 100

/** Numbers as people write them: '1,234', '1 234', '1234户', '￥12.5万元', '35%' (0.35), full-width digits. */
export function readNumber(cell: AttributeValue): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  if (typeof cell !== 'string') return null
  const plain = cell.trim()
  if (plain.length > MAX_NUMBER_CHARACTERS) return null
  const text = plain
    .normalize('NFKC')
    .replace(/^'/, '')
    .replace(/^([+-]?)[¥$]\s*/, '$1')
    .replace(/(?<=\d)[,\s](?=\d{3}\b)/g, '')
    .replace(/\s*(亿元|亿)$/, 'e8')
    .replace(/\s*(万元|万户|万人|万)$/, 'e4')
    .replace(/\s*%$/, 'e-2')
    .replace(/\s*(户|人|个|名|家|元|年|㎡|m2|平方米|平米)$/i, '')
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : null
}

/** undefined: it is no JSON, or holds texts that no database takes. */
function jsonOf(text: string): JsonValue | undefined {
  let isBroken = false
  try {
    const value: JsonValue = JSON.parse(text, (key, each: unknown) => {
      isBroken ||= cleanText(key) !== key || (typeof each === 'string' && cleanText(each) !== each)
      return each
    })
    return isBroken ? undefined : value
  } catch {
    return undefined
  }
}
