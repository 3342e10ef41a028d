import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FileLayer, type FormatReader, type RawFeature } from '../model/format.ts'
import { readColumnNames, readSheetRow } from '../sheets/sheet-rows.ts'
import { decodeStream } from '../text/text-stream.ts'
import { readXml } from '../xml/read-xml.ts'
import { type Archive, type ArchiveEntry, openArchive } from '../zip/open-archive.ts'
import { createSheetRowReader } from './sheet-row-reader.ts'
import { readWorkbook, type Workbook } from './read-workbook.ts'

/** Workbooks of Office Open XML (ECMA-376): each sheet with a head and rows below it is a layer. */
export const xlsxReader: FormatReader = {
  id: 'xlsx',
  label: 'Excel (xlsx)',
  async recognises(file, head) {
    if (head[0] !== 0x50 || head[1] !== 0x4b) return false
    const archive = await openArchive(file)
    await archive.close()
    return archive.entries.some(({ name }) => name === 'xl/workbook.xml')
  },
  async open(file: FileSource) {
    const archive = await openArchive(file)
    try {
      const workbook = await readWorkbook(archive)
      const layers: FileLayer[] = []
      for (const { name, path } of workbook.sheets) {
        const entry = entryAt(archive, path)
        const fields = await fieldsOf(entry, workbook)
        if (fields.length > 0)
          layers.push({
            name,
            fields,
            count: null,
            crs: null,
            encoding: null,
            features: () => readRows(entry, workbook),
          })
      }
      if (layers.length === 0) throw new InvalidFileError('no_rows')
      return { layers, close: archive.close }
    } catch (error) {
      await archive.close()
      throw error
    }
  },
}

function entryAt(archive: Archive, path: string): ArchiveEntry {
  const entry = archive.entries.find(({ name }) => name === path)
  if (!entry) throw new InvalidFileError('xlsx_broken', { what: path })
  return entry
}

async function fieldsOf(entry: ArchiveEntry, workbook: Workbook): Promise<string[]> {
  for await (const rows of sheetRows(entry, workbook)) {
    for (const { cells } of rows) if (cells.length > 0) return readColumnNames(cells)
  }
  return []
}

async function* readRows(entry: ArchiveEntry, workbook: Workbook): AsyncGenerator<RawFeature[]> {
  let head: string[] | undefined
  let bunch: RawFeature[] = []
  let row = 0
  for await (const rows of sheetRows(entry, workbook)) {
    for (const { cells } of rows) {
      if (cells.length === 0) continue
      if (head === undefined) {
        head = readColumnNames(cells)
        continue
      }
      const feature = readSheetRow(head, cells, ++row)
      if (feature) bunch.push(feature)
    }
    if (bunch.length < BATCH_ROWS) continue
    yield bunch
    bunch = []
  }
  if (bunch.length > 0) yield bunch
}

async function* sheetRows(entry: ArchiveEntry, workbook: Workbook) {
  const reader = createSheetRowReader(workbook)
  for await (const _ of readXml(decodeStream(await entry.stream(), 'utf-8'), reader, 'xlsx_broken'))
    yield reader.take()
}
