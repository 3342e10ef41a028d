import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import {
  type AttributeValue,
  BATCH_ROWS,
  type FileLayer,
  type FormatReader,
  type RawFeature,
} from '../model/format.ts'
import { isNotesSheet } from '../sheets/example-row.ts'
import { findHeadRow, type HeadRow } from '../sheets/find-head-row.ts'
import { isEmptyCell, readSheetRow } from '../sheets/sheet-rows.ts'
import { decodeStream } from '../text/text-stream.ts'
import { readXml } from '../xml/read-xml.ts'
import { type Archive, type ArchiveEntry, openArchive } from '../zip/open-archive.ts'
import { type MergedBlock, readMergedBlocks } from './read-merged-blocks.ts'
import { createSheetRowReader, type SheetRow } from './sheet-row-reader.ts'
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
  async open(file: FileSource, options) {
    const archive = await openArchive(file)
    try {
      const workbook = await readWorkbook(archive)
      const layers: FileLayer[] = []
      const failures: InvalidFileError[] = []
      const tables = workbook.sheets.filter(({ name }) => !isNotesSheet(name))
      for (const { name, path } of tables.length > 0 ? tables : workbook.sheets) {
        const entry = entryAt(archive, path)
        const head = await findHeadRow(sheetRows(entry, workbook), options.headRow).catch(
          (error: unknown) => {
            // one of several sheets may be shorter than the given row
            if (!(error instanceof InvalidFileError) || error.code !== 'no_head_row') throw error
            failures.push(error)
            return null
          },
        )
        if (head === null || head.names.length === 0) continue
        const merged = (await readMergedBlocks(entry)).filter(({ firstRow }) => firstRow > head.number)
        const filled = merged.reduce((sum, { firstRow, lastRow }) => sum + lastRow - firstRow, 0)
        layers.push({
          name,
          fields: head.names,
          count: null,
          crs: null,
          encoding: null,
          remarks: [
            ...head.remarks,
            ...(filled > 0 ? [{ code: 'merged_filled', details: { count: filled } } as const] : []),
          ],
          features: () => readRows(entry, workbook, head, merged),
        })
      }
      if (layers.length === 0) throw failures[0] ?? new InvalidFileError('no_rows')
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

async function* readRows(
  entry: ArchiveEntry,
  workbook: Workbook,
  head: HeadRow,
  merged: readonly MergedBlock[],
): AsyncGenerator<RawFeature[]> {
  const fill = createMergedFiller(merged)
  let bunch: RawFeature[] = []
  for await (const rows of sheetRows(entry, workbook)) {
    for (const each of rows) {
      if (each.cells.length === 0 || each.number <= head.number) continue
      const cells = fill(each)
      if (head.examples.has(each.number)) continue
      const feature = readSheetRow(head.names, cells, each.number)
      if (feature) bunch.push(feature)
    }
    if (bunch.length < BATCH_ROWS) continue
    yield bunch
    bunch = []
  }
  if (bunch.length > 0) yield bunch
}

/** Returns a function that gives the rows of a merged block, from the top to the bottom, the content of its first row. */
function createMergedFiller(merged: readonly MergedBlock[]): (row: SheetRow) => readonly AttributeValue[] {
  const waiting = merged.toSorted((a, b) => a.firstRow - b.firstRow)
  let next = 0
  /** By column, so that blocks that lie upon each other cost no more than one. */
  const open = new Map<number, { lastRow: number; content: AttributeValue }>()
  return ({ number, cells }) => {
    const filled = [...cells]
    // a row with nothing of its own is none
    const isOwn = cells.some((cell) => !isEmptyCell(cell))
    for (const [column, { lastRow, content }] of open) {
      if (lastRow < number) open.delete(column)
      else if (isOwn && isEmptyCell(cells[column] ?? null)) {
        while (filled.length < column) filled.push(null)
        filled[column] = content
      }
    }
    for (let block = waiting[next]; block !== undefined && block.firstRow <= number; block = waiting[++next])
      if (block.lastRow >= number)
        open.set(block.column, { lastRow: block.lastRow, content: cells[block.column] ?? null })
    return filled
  }
}

async function* sheetRows(entry: ArchiveEntry, workbook: Workbook) {
  const reader = createSheetRowReader(workbook)
  for await (const _ of readXml(decodeStream(await entry.stream(), 'utf-8'), reader, 'xlsx_broken'))
    yield reader.take()
}
