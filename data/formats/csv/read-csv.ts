import { CsvError, parse, type Options } from 'csv-parse'
import { Readable } from 'node:stream'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FormatReader, type RawFeature } from '../model/format.ts'
import { readColumnNames, MAX_COLUMNS, readSheetRow } from '../sheets/sheet-rows.ts'
import { decodeText } from '../text/decode-text.ts'
import { decodeStream, detectTextEncoding } from '../text/text-stream.ts'

/** Text tables, separated by commas, semicolons or tabs; the first row holds the names of the columns. */
export const csvReader: FormatReader = {
  id: 'csv',
  label: 'CSV',
  recognises({ name }, head) {
    if (isUtf16(head)) return true
    const { text } = decodeText(head.subarray(0, 4096))
    return (
      !text.includes('\0') && (/\.(csv|tsv|txt)$/i.test(name) || /^[^\n<{[]*[,;\t][^\n]*\r?\n/.test(text))
    )
  },
  async open(file, options) {
    const encoding = await detectTextEncoding(file, options.encoding)
    const delimiter = await delimiterOf(file, encoding.used)
    const rows = () => readRows(file, encoding.used, delimiter)
    const fields = await fieldsOf(file, encoding.used, delimiter)
    return {
      layers: [
        { name: file.name.replace(/\.[^.]*$/, ''), fields, count: null, crs: null, encoding, features: rows },
      ],
      close: () => Promise.resolve(),
    }
  },
}

const MOST_ROW_CHARACTERS = 64 * 1024 * 1024

const isUtf16 = (head: Uint8Array) =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)

async function fieldsOf(file: FileSource, encoding: string, delimiter: string): Promise<string[]> {
  for await (const cells of records(file, encoding, delimiter)) return readColumnNames(cells)
  throw new InvalidFileError('no_rows')
}

async function* readRows(
  file: FileSource,
  encoding: string,
  delimiter: string,
): AsyncGenerator<RawFeature[]> {
  let head: string[] | undefined
  let bunch: RawFeature[] = []
  let row = 0
  for await (const cells of records(file, encoding, delimiter)) {
    if (head === undefined) {
      head = readColumnNames(cells)
      continue
    }
    const feature = readSheetRow(head, cells, ++row, [])
    if (feature) bunch.push(feature)
    if (bunch.length < BATCH_ROWS) continue
    yield bunch
    bunch = []
  }
  if (bunch.length > 0) yield bunch
}

async function* records(file: FileSource, encoding: string, delimiter: string): AsyncGenerator<string[]> {
  const options: Options = {
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW_CHARACTERS,
  }
  const text = Readable.from(withColumnLimit(decodeStream(file.stream(), encoding), delimiter))
  const parser = text.pipe(parse(options))
  text.on('error', (error) => parser.destroy(error))
  try {
    for await (const record of parser) yield record as string[]
  } catch (error) {
    if (error instanceof CsvError)
      throw new InvalidFileError(
        'csv_broken',
        { row: typeof error['lines'] === 'number' ? error['lines'] : 0, what: error.code },
        { cause: error },
      )
    throw error
  } finally {
    text.destroy()
  }
}

/** A first line with a million columns is refused before anything is made of it. */
async function* withColumnLimit(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<string> {
  let columns = 1
  let inFirstLine = true
  for await (const chunk of chunks) {
    if (inFirstLine) {
      const end = chunk.indexOf('\n')
      columns += (end < 0 ? chunk : chunk.slice(0, end)).split(delimiter).length - 1
      // names with line breaks in them make a longer first line than is counted here, never a shorter one
      if (columns > MAX_COLUMNS * 4)
        throw new InvalidFileError('too_many_columns', { count: columns, limit: MAX_COLUMNS })
      inFirstLine = end < 0
    }
    yield chunk
  }
}

/** The one of the usual separators that the first line has most of, outside quotes. */
async function delimiterOf(file: FileSource, encoding: string): Promise<string> {
  let line = ''
  for await (const chunk of decodeStream(file.stream(), encoding)) {
    line += chunk
    if (line.includes('\n') || line.length > 1024 * 1024) break
  }
  const plain = line.split('\n', 1)[0]!.replaceAll(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: plain.split(delimiter).length - 1,
  }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter
}
