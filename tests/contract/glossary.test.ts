import { readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { listFiles } from '../helpers/docs/list-files.ts'

/** Returns the cells of the rows of the table whose head is `head`. */
function readTable(text: string, head: string): string[][] {
  const lines = text.split('\n')
  const first = lines.indexOf(head) + 2
  const rows = lines.slice(first)
  return rows.slice(0, rows.indexOf('')).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

/** `useDraftBase` → use, draft, base; `p-median.ts` → p, median. */
const splitWords = (name: string): string[] =>
  (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase())

const EXPORT =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm

const readExports = (file: string): string[] =>
  [...readFileSync(path.join(packageRoot, file), 'utf8').matchAll(EXPORT)].map(([, name]) => name ?? '')

const glossary = readFileSync(path.join(packageRoot, 'docs/glossary.md'), 'utf8')
const domain = readTable(glossary, '| 中文 | English in the UI | identifier | meaning |')
const concepts = readTable(glossary, '| concept | word | not these words |')
const findCodeWords = (cell: string) => [...cell.matchAll(/`([a-z]+)`/g)].map(([, word]) => word ?? '')
const banned = new Set(concepts.flatMap(([, , words = '']) => findCodeWords(words)))

const findBanned = (names: readonly string[]): string[] =>
  names.filter((name) => splitWords(name).some((word) => banned.has(word)))

describe('the glossary', () => {
  let files: string[] = []
  beforeAll(() => {
    files = ['api', 'web', 'data', 'tests'].flatMap((folder) => listFiles(folder))
  })

  it('has complete tables', () => {
    expect(domain.length).toBeGreaterThan(30)
    expect(concepts.length).toBeGreaterThan(40)
    expect(domain.filter((row) => row.length !== 4 || row.includes(''))).toEqual([])
    expect(concepts.filter((row) => row.length !== 3 || row.includes(''))).toEqual([])
    expect(banned.size).toBeGreaterThan(50)
  })

  it('never uses a banned word as the word of a concept', () => {
    const used = concepts.flatMap(([, word = '']) => splitWords(word))
    expect(used.filter((word) => banned.has(word))).toEqual([])
  })

  it('bans no word of a file or folder name', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(findBanned(files)).toEqual([])
  })

  it('bans no word of an exported name', () => {
    const exported = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readExports(file).map((name) => `${file} ${name}`))
    expect(exported.length).toBeGreaterThan(1000)
    expect(findBanned(exported)).toEqual([])
  })

  it.each([['useDeskTools'], ['draft-board.ts'], ['HandInDialog'], ['toldScreen']])(
    'recognises the banned word in %s',
    (name) => {
      expect(findBanned([name])).toEqual([name])
    },
  )

  it.each([['handleRequest'], ['clipboard.ts'], ['groundwater'], ['lookup']])(
    'accepts %s, which only contains the letters of one',
    (name) => {
      expect(findBanned([name])).toEqual([])
    },
  )
})
