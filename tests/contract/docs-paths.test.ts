import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { packageRoot } from '../../api/runtime/package-root.ts'
import { listFiles } from '../helpers/docs/list-files.ts'

/** The documents say where things are: every path, file name and link in them exists. */
const documents = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'CODE_OF_CONDUCT.md',
  ...listFiles('docs').filter((file) => file.endsWith('.md')),
  ...listFiles('.github').filter((file) => file.endsWith('.md')),
]
const ROOTS = ['api', 'data', 'docs', 'migrations', 'tests', 'web', '.ci', '.github']
const SOURCE = /^[\w.-]+\.(?:ts|vue|sql|css|sh)$/

const sources = ['api', 'data', 'migrations', 'tests', 'web'].flatMap((folder) => listFiles(folder))
const fileNames = new Set([...sources.map((file) => path.basename(file)), ...readdirSync(packageRoot)])

const identifiers = new Set(
  sources
    .filter((file) => /\.(ts|vue|sql)$/.test(file) && !/^tests\/contract\/(docs|glossary)/.test(file))
    .flatMap((file) => readFileSync(path.join(packageRoot, file), 'utf8').match(/\w+/g) ?? []),
)

/** The words inside code spans and code blocks, without options and punctuation at their ends. */
function readCodeWords(text: string): string[] {
  const blocks = [...text.matchAll(/```[a-z]*\n(.*?)```/gs)].map(([, code]) => code ?? '')
  const spans = [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')
  return [...blocks, ...spans]
    .flatMap((code) => code.split(/[\s()=;"[\]]+|,(?:\s|$)/))
    .filter((word) => word !== '')
}

/** `a/{b,c}.ts` → a/b.ts, a/c.ts. */
function expandBraces(word: string): string[] {
  const [, head = '', choices, tail = ''] = /^(.*?)\{([\w,.-]+)\}(.*)$/.exec(word) ?? []
  return choices === undefined
    ? [word]
    : choices.split(',').flatMap((choice) => expandBraces(head + choice + tail))
}

/** Returns the paths of the project that a text names; a placeholder such as `<name>` ends a path at its folder. */
function findPaths(text: string): string[] {
  return readCodeWords(text)
    .map((word) => word.replace(/^#shared\//, 'api/shared/'))
    .filter((word) => ROOTS.includes(word.split('/')[0] ?? '') && word.includes('/'))
    .flatMap(expandBraces)
    .map((word) => word.replace(/\/?[^/]*[<…*].*$/, ''))
}

/** Names of the code: words with a capital letter inside, such as `useDraft` or `MapLayer`. */
const findIdentifiers = (text: string): string[] =>
  [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`]+)`/g)].flatMap(
    ([, code]) => code?.match(/\b[A-Za-z]+[a-z][A-Z]\w*\b/g) ?? [],
  )

const findFileNames = (text: string): string[] => readCodeWords(text).filter((word) => SOURCE.test(word))

const findLinks = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, link]) => link ?? '')
    .filter((link) => !/^(https?|mailto):/.test(link))

describe.each(documents)('%s', (document) => {
  const text = readFileSync(path.join(packageRoot, document), 'utf8')

  it('names only paths that exist', () => {
    expect(findPaths(text).filter((each) => !existsSync(path.join(packageRoot, each)))).toEqual([])
  })

  it('names only source files that exist', () => {
    expect(findFileNames(text).filter((name) => !fileNames.has(name))).toEqual([])
  })

  it('names only functions and types that exist', () => {
    expect(findIdentifiers(text).filter((name) => !identifiers.has(name))).toEqual([])
  })

  it('links only to files that exist', () => {
    const folder = path.join(packageRoot, path.dirname(document))
    expect(findLinks(text).filter((link) => !existsSync(path.join(folder, link)))).toEqual([])
  })
})

describe('the reader of documents', () => {
  it('finds paths in spans and blocks, expands braces, and stops at placeholders', () => {
    const text =
      'See `api/{a,b}/x.ts`, `#shared/y.ts` and `data/<name>/z.ts`.\n```sh\nnpx tsx tests/run.ts --all\n```\n'
    expect(findPaths(text).sort()).toEqual([
      'api/a/x.ts',
      'api/b/x.ts',
      'api/shared/y.ts',
      'data',
      'tests/run.ts',
    ])
  })

  it('finds names of functions and types', () => {
    expect(findIdentifiers('`useDraft()` returns a `Map<string, MapLayer>`, not `npm` or `Fast`')).toEqual([
      'useDraft',
      'MapLayer',
    ])
  })

  it('finds bare file names and relative links', () => {
    expect(findFileNames('in `gone.ts`, not in `npm run x`')).toEqual(['gone.ts'])
    expect(findLinks('[a](../b.md#c) [d](https://e.f) [g](h.md)')).toEqual(['../b.md', 'h.md'])
  })
})

it('CONTRIBUTING.md names every folder of api', () => {
  const contributing = readFileSync(path.join(packageRoot, 'CONTRIBUTING.md'), 'utf8')
  const folders = new Set(
    sources.flatMap((file) => (/^api\/[\w-]+(?=\/)/.exec(file) ?? []).map((folder) => folder)),
  )
  expect([...folders].filter((folder) => !contributing.includes(`\`${folder}\``))).toEqual([])
})
