import { fillPlaceholders } from '../contract/transfer/localized-text.ts'
import { type RowReason, rowReasons } from '../contract/transfer/row-reasons.ts'
import type { TargetId } from '../contract/transfer/target.ts'
import { TARGETS } from '../contract/transfer/targets.ts'
import { formatSquareMetres } from './format-square-metres.ts'

type Details = Readonly<Record<string, string | number>>

/** Returns the text of a finding; a field of the target, which findings name in Chinese, is named in the language. */
export function writeRowReason(
  code: RowReason,
  details: Details,
  target: TargetId,
  language: 'zh' | 'en',
): string {
  const field = TARGETS[target].fields.find(({ zh }) => zh === details['field'])
  const written = Object.fromEntries(
    Object.entries(details).map(([name, detail]) => [name, writeDetail(name, detail)]),
  )
  return fillPlaceholders(
    rowReasons[code][language],
    field ? { ...written, field: field[language] } : written,
  )
}

/** Returns the examples of one reason as texts; the text of the reason is that of the first, others add what differs. */
export function listReasonExamples(
  examples: readonly { row: number; label: string; details: Details }[],
  writeRow: (row: number) => string,
): string[] {
  const said = listDetails(examples[0]?.details ?? {})
  return examples.map(({ row, label, details }) => {
    const own = listDetails(details)
    // a detail that the label says already adds nothing
    return [writeRow(row), label, own === said || own === label ? '' : `(${own})`].filter(Boolean).join(' ')
  })
}

/** Details that are the same for all findings of a reason, or names in a language. */
const COMMON_DETAILS = new Set(['field', 'column', 'zh', 'en'])

const listDetails = (details: Details): string =>
  Object.entries(details)
    .filter(([name]) => !COMMON_DETAILS.has(name))
    .map(([name, detail]) => writeDetail(name, detail) + (name === 'm2' ? ' m²' : ''))
    .join(' · ')

/** Square metres are called `m2` in the details of a finding. */
const writeDetail = (name: string, detail: string | number): string =>
  name === 'm2' && typeof detail === 'number' ? formatSquareMetres(detail) : String(detail)
