import type { TargetField } from '#shared/contract/transfer/target.ts'
import type { AttributeValue } from '../../../../data/formats/model/format.ts'
import { truncateValue, type ValueResult } from './value-result.ts'

/**
 * A code of digits from a cell. Padding zeros are dropped ('320902000000' for a district), Tianditu's country prefix as
 * well ('156320902'); what a spreadsheet has rounded cannot be restored and is refused. A text that is no such code at
 * all is the other department's: it comes back as null with a note, and its reader keeps it as an alias.
 */
export function readCode(field: TargetField, cell: NonNullable<AttributeValue>): ValueResult {
  const lengths = field.type.kind === 'code' ? field.type.lengths : []
  const refuse = (code: 'code_mangled' | 'code_wrong_form'): ValueResult => ({
    ok: false,
    problem: { code, details: { value: truncateValue(cell) } },
  })
  const digits = digitsOf(cell)
  if (digits === 'mangled') return refuse('code_mangled')
  if (digits === null) return typeof cell === 'string' ? { ok: true, value: null } : refuse('code_wrong_form')
  for (const length of lengths) {
    if (digits.length === length) return { ok: true, value: digits }
  }
  for (const length of lengths) {
    const padded =
      digits.length > length && [9, 12, 15].includes(digits.length) && /^0+$/.test(digits.slice(length))
    if (padded) return { ok: true, value: digits.slice(0, length), note: { code: 'code_shortened' } }
    if (digits.length === length + 3 && length === 6 && digits.startsWith('156'))
      return { ok: true, value: digits.slice(3), note: { code: 'code_shortened' } }
  }
  return refuse('code_wrong_form')
}

/** null: no digits at all, or more than digits. */
function digitsOf(cell: NonNullable<AttributeValue>): string | 'mangled' | null {
  if (typeof cell === 'boolean') return null
  if (typeof cell === 'number')
    return Number.isSafeInteger(cell) && cell > 0 ? withoutRounding(String(cell)) : 'mangled'
  // Excel is made to keep digits as text by ="…" or a leading apostrophe
  const text = cell
    .normalize('NFKC')
    .trim()
    .replace(/^="?(\d+)"?$/, '$1')
    .replace(/^'/, '')
    .replace(/\s/g, '')
    .replace(/(?<=^\d{6,})\.0+$/, '')
  if (/^\d+$/.test(text)) return withoutRounding(text)
  const power = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/i.exec(text)
  if (!power) return null
  const written = `${power[1]}${power[2] ?? ''}`.replace(/0+$/, '')
  const length = Number(power[3]) + 1
  // fewer digits than it needs: the rest is lost
  return written.length >= length - 2 && written.length <= length ? written.padEnd(length, '0') : 'mangled'
}

/** Fifteen digits with zeros where street, community and serial stand have been rounded. */
function withoutRounding(digits: string): string | 'mangled' {
  return digits.length === 15 && /^[1-9]\d{5}0{9}$/.test(digits) ? 'mangled' : digits
}
