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

/** Returns what the examples of one reason have in common; in its text, `…` stands for what differs. */
export function mergeReasonDetails(examples: readonly { details: Details }[]): Details {
  const different = findDifferentDetails(examples)
  return Object.fromEntries(
    Object.entries(examples[0]?.details ?? {}).map(([name, detail]) => [
      name,
      different.has(name) ? '…' : detail,
    ]),
  )
}

/** Returns the first examples of one reason as texts, each with what differs from others. */
export function listReasonExamples(
  examples: readonly { row: number; label: string; details: Details }[],
  most: number,
  writeRow: (row: number) => string,
): string[] {
  const different = findDifferentDetails(examples)
  return examples.slice(0, most).map(({ row, label, details }) => {
    const own = Object.entries(details)
      .filter(([name]) => different.has(name) && !NAMES.has(name))
      .map(([name, detail]) => writeDetail(name, detail) + (name === 'm2' ? ' m²' : ''))
      // a detail that the label says already adds nothing
      .filter((text) => text !== label)
      .join(' · ')
    return [writeRow(row), label, own && `(${own})`].filter(Boolean).join(' ')
  })
}

/** Details that are names in a language. */
const NAMES = new Set(['zh', 'en'])

function findDifferentDetails(examples: readonly { details: Details }[]): Set<string> {
  const first = examples[0]?.details ?? {}
  return new Set(
    examples.flatMap(({ details }) =>
      Object.keys({ ...first, ...details }).filter((name) => details[name] !== first[name]),
    ),
  )
}

/** Square metres are called `m2` in the details of a finding. */
const writeDetail = (name: string, detail: string | number): string =>
  name === 'm2' && typeof detail === 'number' ? formatSquareMetres(detail) : String(detail)
