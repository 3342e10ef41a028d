import { describe, expect, it } from 'vitest'
import { targetIds } from '#shared/contract/transfer/target.ts'
import { TARGETS } from '#shared/contract/transfer/targets.ts'
import { normaliseWord, proposeMapping } from '../../../api/transfer/import/rows/propose-mapping.ts'
import { readValue } from '../../../api/transfer/import/rows/read-value.ts'
import { buildImportTemplate } from '../../../api/transfer/template/build-import-template.ts'
import { listTemplateColumns } from '../../../api/transfer/template/template-columns.ts'
import { unpackWorkbook } from '../../helpers/transfer/fill-template.ts'

/** Templates of all targets in both languages, as far as no city is needed; see tests/api/transfer for the imports. */

const city = '321200'
const languages = ['zh', 'en'] as const
const templates = targetIds.flatMap((id) => languages.map((language) => [id, language] as const))

describe.each(templates)('the template of %s in %s', (id, language) => {
  const target = TARGETS[id]
  const columns = listTemplateColumns(target, language, city)
  const headings = columns.map(({ heading }) => heading)

  it('has headings that are found as their fields, also where a column was deleted', () => {
    for (const left of [null, ...headings]) {
      const given = headings.filter((heading) => heading !== left)
      const { fields } = proposeMapping(target, given, false)
      const expected = columns.flatMap(({ field, heading }) =>
        field && heading !== left ? [[field.key, heading]] : [],
      )
      expect(fields, `without ${left}`).toEqual(Object.fromEntries(expected))
    }
  })

  it('has columns for the place of each row, which say their coordinate system', () => {
    const places = columns.flatMap(({ field, heading }) => (field ? [] : [heading]))
    const { geometry } = proposeMapping(target, headings, false)
    const found =
      geometry.from === 'columns'
        ? [geometry.x, geometry.y]
        : geometry.from === 'wkt'
          ? [geometry.column]
          : []
    expect(found).toEqual(places)
    for (const heading of places) expect(heading).toContain('(CGCS2000)')
  })

  it('offers the words of its columns, each of which is read as another value', async () => {
    const parts = unpackWorkbook(await buildImportTemplate(id, language, city))
    const sheet = parts['xl/worksheets/sheet1.xml']!
    const lists = [...sheet.matchAll(/<formula1>"([^"]*)"<\/formula1>/g)].map(([, words = '']) => words)
    const choices = columns.filter(({ field }) => ['choice', 'truth'].includes(field?.type.kind ?? ''))
    expect(lists.map((words) => words.split(','))).toEqual(choices.map(({ words }) => words))
    // Excel rejects a file with longer ones
    for (const words of lists) expect(words.length).toBeLessThanOrEqual(255)
    for (const { field, words = [] } of choices) {
      const values = words.map((word) => readValue(field!, word))
      expect(values.every(({ ok }) => ok)).toBe(true)
      expect(new Set(values.map((value) => JSON.stringify(value))).size).toBe(words.length)
    }
  })

  it('says of every column how it is filled in, in as many characters as programs show', () => {
    for (const { heading, rule } of columns) {
      expect(heading.length).toBeLessThanOrEqual(32)
      expect(rule.length).toBeGreaterThan(0)
      expect(rule.length).toBeLessThanOrEqual(255)
      if (language === 'en') expect(`${heading}${rule}`).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })

  it('has an example whose cells are read without a problem', () => {
    const filled = columns.filter(({ example }) => example !== '')
    expect(filled.length).toBeGreaterThan(columns.length / 2)
    for (const { field, example } of filled)
      if (field) expect(readValue(field, example), field.key).toMatchObject({ ok: true })
  })
})

it('is named after its target, so that the target is recognised', async () => {
  const names = await Promise.all(
    templates.map(async ([id, language]) => {
      const { 'xl/workbook.xml': workbook = '' } = unpackWorkbook(
        await buildImportTemplate(id, language, city),
      )
      const [, name = ''] = /<sheet name="([^"]*)"/.exec(workbook) ?? []
      return [normaliseWord(name), normaliseWord(TARGETS[id][language])]
    }),
  )
  for (const [name, expected] of names) expect(name).toBe(expected)
})
