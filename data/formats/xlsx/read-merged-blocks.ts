import { InvalidFileError } from '../model/invalid-file-error.ts'
import { decodeStream } from '../text/text-stream.ts'
import type { ArchiveEntry } from '../zip/open-archive.ts'
import { columnOf } from './sheet-row-reader.ts'

/** A merged block of several rows: its content stands in the first of them. */
export interface MergedBlock {
  column: number
  firstRow: number
  lastRow: number
}

const MAX_BLOCKS = 200_000

/** No tag of a merged block is longer: what is has no end. */
const MAX_TAG_CHARACTERS = 4096

/**
 * Returns the blocks of a sheet that are merged downwards, as far as there are rows. They are listed behind the rows,
 * whose text is only skimmed here.
 */
export async function readMergedBlocks(entry: ArchiveEntry): Promise<MergedBlock[]> {
  const blocks: MergedBlock[] = []
  /** The last row that is there; a row without a number follows the one before. */
  let present = 0
  let held = ''
  for await (const chunk of decodeStream(await entry.stream(), 'utf-8')) {
    const text = held + chunk
    for (const [, number] of text.matchAll(ROW)) present = number === undefined ? present + 1 : Number(number)
    for (const [, from = '', top, to = '', bottom] of text.matchAll(MERGED)) {
      const [firstRow, lastRow] = [Number(top), Number(bottom)]
      const column = columnOf(from)
      if (column >= 0 && lastRow > firstRow && to !== '') blocks.push({ column, firstRow, lastRow })
      if (blocks.length > MAX_BLOCKS)
        throw new InvalidFileError('too_large', { what: 'mergeCells', limit: String(MAX_BLOCKS) })
    }
    // a tag that is cut by the end of a chunk is found with the next one
    const open = text.lastIndexOf('<')
    const isCut = open >= 0 && text.length - open <= MAX_TAG_CHARACTERS && !text.includes('>', open)
    held = isCut ? text.slice(open) : ''
  }
  return blocks.flatMap((block) => {
    const lastRow = Math.min(block.lastRow, present)
    return lastRow > block.firstRow ? [{ ...block, lastRow }] : []
  })
}

const ROW = /<(?:\w+:)?row(?=[\s>/])(?:[^>]*?\sr="(\d+)")?[^>]*>/g
const MERGED = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g
