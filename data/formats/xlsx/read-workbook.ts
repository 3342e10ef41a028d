import { InvalidFileError } from '../model/invalid-file-error.ts'
import { decodeStream } from '../text/text-stream.ts'
import { readXml, type XmlHandler } from '../xml/read-xml.ts'
import type { Archive } from '../zip/open-archive.ts'

export interface Workbook {
  sheets: { name: string; path: string }[]
  /** Texts that cells refer to by number. */
  texts: readonly string[]
  /** Whether numbers of a style are days. */
  isDay(style: number): boolean
  /** Whether numbers of a style are shown as a share of a hundred. */
  isPercent(style: number): boolean
  from1904: boolean
}

/** Shared texts are the one part that has to be in memory as a whole. */
const MOST_TEXT_BYTES = 192 * 1024 * 1024

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const targets = await relationsOf(archive)
  const sheets: Workbook['sheets'] = []
  let from1904 = false
  await walk(archive, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet' || attributes['state'] === 'hidden' || attributes['state'] === 'veryHidden') return
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? ''
      const target = targets.get(id)
      if (target !== undefined) sheets.push({ name: attributes['name'] ?? target, path: target })
    },
    text: () => undefined,
    close: () => undefined,
  })
  return { sheets, texts: await sharedTexts(archive), ...(await readStyles(archive)), from1904 }
}

async function relationsOf(archive: Archive): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  await walk(archive, 'xl/_rels/workbook.xml.rels', {
    open(name, { Id, Target, TargetMode }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined || TargetMode === 'External')
        return
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`)
    },
    text: () => undefined,
    close: () => undefined,
  })
  return targets
}

async function sharedTexts(archive: Archive): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let wanted = false
  let inGuide = false
  await walk(
    archive,
    'xl/sharedStrings.xml',
    {
      open(name) {
        if (name === 'si') text = ''
        if (name === 'rPh') inGuide = true
        if (name === 't') wanted = !inGuide
      },
      text(part) {
        if (wanted) text += part
      },
      close(name) {
        if (name === 't') wanted = false
        if (name === 'rPh') inGuide = false
        if (name === 'si') texts.push(text)
      },
    },
    true,
  )
  return texts
}

/** Built-in formats that show days: ECMA-376 18.8.30, with those of Chinese and Japanese Excel. */
const isDayFormat = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)

async function readStyles(archive: Archive): Promise<Pick<Workbook, 'isDay' | 'isPercent'>> {
  const ownDays = new Set<number>()
  const ownPercents = new Set<number>()
  const formats: number[] = []
  let inCellFormats = false
  await walk(
    archive,
    'xl/styles.xml',
    {
      open(name, attributes) {
        if (name === 'numFmt') {
          const code = (attributes['formatCode'] ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '')
          if (/[yd年]/i.test(code)) ownDays.add(Number(attributes['numFmtId']))
          if (code.includes('%')) ownPercents.add(Number(attributes['numFmtId']))
        }
        if (name === 'cellXfs') inCellFormats = true
        if (name === 'xf' && inCellFormats) formats.push(Number(attributes['numFmtId'] ?? 0))
      },
      text: () => undefined,
      close(name) {
        if (name === 'cellXfs') inCellFormats = false
      },
    },
    true,
  )
  const isOf = (own: ReadonlySet<number>, isBuiltIn: (id: number) => boolean) => (style: number) => {
    const id = formats[style]
    return id !== undefined && (isBuiltIn(id) || own.has(id))
  }
  return { isDay: isOf(ownDays, isDayFormat), isPercent: isOf(ownPercents, (id) => id === 9 || id === 10) }
}

async function walk(archive: Archive, path: string, handler: XmlHandler, optional = false): Promise<void> {
  const entry = archive.entries.find(({ name }) => name.toLowerCase() === path.toLowerCase())
  if (!entry) {
    if (optional) return
    throw new InvalidFileError('xlsx_broken', { what: path })
  }
  if (entry.size > MOST_TEXT_BYTES)
    throw new InvalidFileError('too_large', { what: path, limit: `${MOST_TEXT_BYTES / 1024 ** 2} MB` })
  for await (const _ of readXml(decodeStream(await entry.stream(), 'utf-8'), handler, 'xlsx_broken')) {
    /* the handler listens */
  }
}
