// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '#shared/contract/error-codes.ts'
import { roles } from '#shared/contract/permissions.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { LAYERS } from '#shared/layers/layers.ts'
import { clientErrorCodes } from '../../web/lib/problem-error.ts'
import en from '../../web/app/texts/en/index.ts'
import enPages from '../../web/app/texts/en/pages.ts'
import zh from '../../web/app/texts/zh/index.ts'
import zhPages from '../../web/app/texts/zh/pages.ts'

const sourcesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(vue|ts)$/.test(name))
    .map((name) => path.join(folder, name))

/** `a.b.c` → text. */
function flat(texts: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? [...flat(value, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, String(value)] as const],
    ),
  )
}

const [chinese, english] = [flat({ ...zh, ...zhPages }), flat({ ...en, ...enPages })]
const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([slot]) => slot).sort()

describe('the texts', () => {
  it('have the same keys and placeholders in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
    for (const [key, text] of chinese) expect(slots(english.get(key) ?? ''), key).toEqual(slots(text))
  })

  it('are never empty, and the English ones contain no Chinese', () => {
    // a share and a class are counted in nothing, a community says itself what it is
    for (const [key, text] of [...chinese, ...english])
      if (!/^fields\.unit\.|^metrics\..*\.unit$/.test(key)) expect(text.trim(), key).not.toBe('')
    // what a language calls itself, and a command with a Chinese file name, stay as they are
    for (const [key, text] of english)
      if (!/^app\.language\.|\.command$/.test(key)) expect(text, key).not.toMatch(/[\u4e00-\u9fff]/)
  })

  it('of lazily loaded pages are not used by code that loads earlier', () => {
    const later = new RegExp(`['"\`](${Object.keys(zhPages).join('|')})\\.[a-zA-Z]`)
    const early = ['app', 'features/explore', 'map', 'state', 'ui', 'lib'].flatMap((room) =>
      sourcesBelow(`web/${room}`),
    )
    expect(early.length).toBeGreaterThan(50)
    for (const file of early) expect(readFileSync(file, 'utf8'), file).not.toMatch(later)
  })

  it('cover every error, role, layer and metric', () => {
    for (const code of [...Object.keys(errorCodes), ...clientErrorCodes])
      expect(chinese.get(`errors.${code}.title`), code).toBeTruthy()
    for (const role of roles) expect(chinese.get(`words.role.${role}`), role).toBeTruthy()
    for (const { id } of LAYERS) expect(chinese.get(`words.layer.${id}`), id).toBeTruthy()
    for (const { id } of METRICS) expect(chinese.get(`metrics.${id}.name`), id).toBeTruthy()
  })

  it('give two numbers of one wall two names', () => {
    for (const texts of [chinese, english]) {
      const names = [
        ...METRICS.map(({ id }) => texts.get(`metrics.${id}.name`)),
        texts.get('screen.panel.standard'),
      ]
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    }
  })
})
