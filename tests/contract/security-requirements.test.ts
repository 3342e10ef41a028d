import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

/** docs/security.md says which test shows what: those tests are there, and nothing is left out. */
const rows = read('docs/security.md')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [items = '', how = '', shown = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim())
    const tests =
      shown === ''
        ? []
        : shown
            .split('<br>')
            .map((each) => /^`(tests\/[\w./-]+\.test\.ts)` › (.+)$/.exec(each)?.slice(1) ?? [each, ''])
    return { items, how, tests }
  })

/** Items of levels 1 and 2 of ASVS 4.0.3 by section; numbers that were taken out of it, and those of level 3 alone, are not here. */
const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)
const asked: Record<string, number[]> = {
  '2.1': upTo(12),
  '2.2': upTo(3),
  '2.3': upTo(3),
  '2.4': upTo(5),
  '2.5': upTo(7),
  '2.6': upTo(3),
  '2.7': upTo(6),
  '2.8': upTo(7),
  '2.9': upTo(3),
  '2.10': upTo(4),
  '3.1': [1],
  '3.2': upTo(4),
  '3.3': upTo(4),
  '3.4': upTo(5),
  '3.5': upTo(3),
  '3.7': [1],
  '4.1': [1, 2, 3, 5],
  '4.2': upTo(2),
  '4.3': upTo(3),
  '7.1': upTo(4),
  '7.2': upTo(2),
  '7.3': [1, 3, 4],
  '7.4': upTo(3),
  '8.1': upTo(4),
  '8.2': upTo(3),
  '8.3': upTo(8),
  '13.1': [1, 3, 4, 5],
  '13.2': [1, 2, 3, 5, 6],
  '13.3': upTo(2),
  '13.4': upTo(2),
}

/** `2.5.1–2.5.3, 2.6.1` → each of them. */
const itemsIn = (text: string): string[] =>
  text.split(', ').flatMap((part) => {
    const [first = '', last = first] = part.split('–')
    const section = first.slice(0, first.lastIndexOf('.'))
    const number = (item: string) => Number(item.slice(item.lastIndexOf('.') + 1))
    return Array.from(
      { length: number(last) - number(first) + 1 },
      (_, i) => `${section}.${number(first) + i}`,
    )
  })

describe('the list of security requirements', () => {
  it('contains every item once', () => {
    const listed = rows.flatMap(({ items }) => itemsIn(items))
    expect(new Set(listed).size).toBe(listed.length)
    const wanted = Object.entries(asked).flatMap(([section, numbers]) =>
      numbers.map((number) => `${section}.${number}`),
    )
    expect(listed.filter((item) => /^(2|3|4|7|8|13)\./.test(item)).sort()).toEqual(wanted.sort())
  })

  it.each(rows)('gives evidence for $items, or a reason for a deviation', ({ how, tests }) => {
    expect(how).not.toBe('')
    if (!/^\*\*(not applicable|deviation):\*\* \S/.test(how)) expect(tests).not.toEqual([])
  })

  it.each([
    ...new Map(
      rows
        .flatMap(({ tests }) => tests)
        .map(([file = '', title = '']) => [`${file} › ${title}`, { file, title }]),
    ).values(),
  ])('$file has a test “$title”', ({ file, title }) => {
    expect(existsSync(new URL(`../../${file}`, import.meta.url))).toBe(true)
    // between its quotes: the whole title, not a part of one
    expect(read(file)).toContain(`'${title}'`)
  })
})

/** Columns that say who somebody was, or where they came from. */
const PERSONAL = /^\s+(actor|author|holder|by|by_whom|\w+_by|account_id|address|agent)\s/m
const personal = [
  ...new Set(
    [...read('migrations/schema.snapshot.sql').matchAll(/create table (\w+) \(\n(.*?)\n\);/gs)].flatMap(
      ([, name = '', columns = '']) => (PERSONAL.test(columns) ? [name] : []),
    ),
  ),
]

describe('the data protection document', () => {
  it.each(personal)('lists every table with personal data: %s', (table) => {
    expect(read('docs/data-protection.md')).toContain(`\`${table}\``)
  })
})
