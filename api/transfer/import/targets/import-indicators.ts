import type { IndicatorRecord } from '../../../../data/city-dataset.ts'
import { isRejected, type ParsedRow } from '../rows/read-row.ts'
import { findCommunity } from '../existing/find-community.ts'
import { collectSteps } from '../staging/collect-steps.ts'
import type { RowOutcome } from '../staging/staging.ts'
import type { TargetImport } from './target-import.ts'
import { readTablePages } from '../../tables/read-table-pages.ts'

interface StoredValue {
  indicatorCode: string
  communityCode: string
  year: number
  value: number
}

/** Values of the community data form: one row for each item, community and year; items that are not known yet are added. */
export const importIndicators: TargetImport = async ({ base, read, rows, staging, onProgress }) => {
  const items = new Map<string, IndicatorRecord>()
  const byName = new Map<string, string>()
  for await (const page of readTablePages<IndicatorRecord>(read, 'indicators')) {
    for (const item of page) {
      items.set(item.code, item)
      byName.set(item.name, item.code)
    }
  }
  const standing = new Map<string, number>()
  for await (const page of readTablePages<StoredValue>(read, 'indicator-values')) {
    for (const { indicatorCode, communityCode, year, value } of page)
      standing.set(`${indicatorCode} ${communityCode} ${year}`, value)
  }
  const steps = collectSteps(staging)
  const seen = new Map<string, number>()
  let position = items.size
  let count = 0
  for await (const bunch of rows) {
    for (const row of bunch) {
      let outcome: RowOutcome['outcome'] = 'refused'
      const { indicatorCode, indicatorName, year } = row.values
      const communityCode = findCommunity(base, row.values, null, row.problems)
      const code =
        typeof indicatorCode === 'string'
          ? indicatorCode
          : typeof indicatorName === 'string'
            ? (byName.get(indicatorName) ?? null)
            : null
      const unit = (code === null ? undefined : items.get(code)?.unit) ?? row.values['unit']
      const value = readItemValue(row, unit)
      if (communityCode === null) row.problems.push({ code: 'parent_not_found' })
      if (code === null)
        row.problems.push({
          code: 'unknown_reference',
          details: { value: String(indicatorName ?? indicatorCode ?? '') },
        })
      if (typeof year !== 'number') row.problems.push({ code: 'value_missing', details: { field: '年份' } })
      if (typeof value !== 'number') row.problems.push({ code: 'value_missing', details: { field: '数值' } })
      const key = `${code} ${communityCode} ${String(year)}`
      if (seen.has(key))
        row.problems.push({ code: 'code_twice', details: { value: key, row: seen.get(key)! } })
      if (
        !isRejected(row.problems) &&
        code !== null &&
        typeof communityCode === 'string' &&
        typeof year === 'number' &&
        typeof value === 'number'
      ) {
        seen.set(key, row.row)
        if (!items.has(code)) {
          const item = newItem(code, row.values)
          items.set(code, item)
          await steps.add({ op: 'insert', table: 'indicators' }, { ...item, position: position++ })
          await steps.flush()
        }
        const before = standing.get(key)
        outcome = before === undefined ? 'added' : before === value ? 'same' : 'changed'
        if (outcome !== 'same') {
          await steps.add(
            { op: 'insert', table: 'indicator-values' },
            { indicatorCode: code, communityCode, year, value },
          )
          await steps.add(
            { op: 'before', table: 'indicator-values', was: before === undefined ? 'nothing' : 'standing' },
            { indicatorCode: code, communityCode, year, value: before ?? 0 },
          )
        }
      }
      await staging.tell({
        row: row.row,
        label: `${code ?? ''} ${communityCode ?? ''}`.trim(),
        outcome,
        problems: row.problems,
      })
    }
    count += bunch.length
    onProgress(count)
  }
  await steps.flush()
  return {
    absent: [...standing.keys()].filter((key) => !seen.has(key)).length,
    absentRows: [],
    retired: 0,
    notJudged: 0,
    emptied: [],
    made: { districts: 0, streets: 0, communities: 0 },
    certificate: null,
    box: null,
    layers: [],
  }
}

/** The value in the unit of its item: shares are kept in per cent where that is the unit. */
function readItemValue({ values, percents }: ParsedRow, unit: unknown): unknown {
  const { value } = values
  return typeof value === 'number' && unit === '%' && percents.includes('value')
    ? Number((value * 100).toPrecision(12))
    : value
}

function newItem(code: string, values: Readonly<Record<string, unknown>>): IndicatorRecord {
  const text = (key: string, otherwise: string) => (typeof values[key] === 'string' ? values[key] : otherwise)
  const name = text('indicatorName', code)
  const category = text('categoryName', '其他')
  const aggregate = values['aggregate']
  return {
    code,
    category: typeof values['category'] === 'number' ? values['category'] : 99,
    categoryName: category,
    categoryNameEn: text('categoryNameEn', 'Other'),
    name,
    nameEn: text('indicatorNameEn', name),
    unit: text('unit', ''),
    unitEn: text('unitEn', ''),
    aggregate: aggregate === 'mean' || aggregate === 'share' ? aggregate : 'sum',
  }
}
