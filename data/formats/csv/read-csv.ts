import { CsvError, parse, type Options } from 'csv-parse'
import { Readable } from 'node:stream'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FormatReader, type RawFeature } from '../model/format.ts'
import { findHeadRow, type HeadRow, type NumberedRow } from '../sheets/find-head-row.ts'
import { MAX_COLUMNS, readSheetRow } from '../sheets/sheet-rows.ts'
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
    const head = await findHeadRow(numberedRows(file, encoding.used, delimiter), options.headRow)
    if (head === null) throw new InvalidFileError('no_rows')
    return {
      layers: [
        {
          name: file.name.replace(/\.[^.]*$/, ''),
          fields: head.names,
          count: null,
          crs: null,
          encoding,
          remarks: head.remarks,
          features: () => readRows(file, encoding.used, delimiter, head),
        },
      ],
      close: () => Promise.resolve(),
    }
  },
}

const MOST_ROW_CHARACTERS = 64 * 1024 * 1024

const isUtf16 = (head: Uint8Array) =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)

/** Rows with their numbers, from 1. */
async function* numberedRows(
  file: FileSource,
  encoding: string,
  delimiter: string,
): AsyncGenerator<NumberedRow[]> {
  let number = 0
  for await (const cells of records(file, encoding, delimiter)) yield [{ number: ++number, cells }]
}

async function* readRows(
  file: FileSource,
  encoding: string,
  delimiter: string,
  head: HeadRow,
): AsyncGenerator<RawFeature[]> {
  let bunch: RawFeature[] = []
  let number = 0
  for await (const cells of records(file, encoding, delimiter)) {
    if (++number <= head.number) continue
    if (head.examples.has(number)) continue
    const feature = readSheetRow(head.names, cells, number, [])
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
    // an empty line is a row in every program that shows the file
    skip_empty_lines: false,
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

/** The one of the usual separators that a line has most of, outside quotes, among the first lines: titles have none. */
async function delimiterOf(file: FileSource, encoding: string): Promise<string> {
  let text = ''
  for await (const chunk of decodeStream(file.stream(), encoding)) {
    text += chunk
    if (text.split('\n', SEARCHED_LINES + 1).length > SEARCHED_LINES || text.length > 1024 * 1024) break
  }
  const lines = text.split('\n', SEARCHED_LINES).map((line) => line.replaceAll(/"[^"]*"/g, ''))
  const countIn = (line: string, delimiter: string) => line.split(delimiter).length - 1
  const delimiters = [',', ';', '\t', '|']
  // the first line that has any decides, as far as it is about as wide as the widest
  const most = (line: string) => Math.max(...delimiters.map((delimiter) => countIn(line, delimiter)))
  const widest = Math.max(0, ...lines.map(most))
  const line = lines.find((each) => most(each) >= Math.max(1, widest * 0.6)) ?? ''
  return delimiters.reduce((best, each) => (countIn(line, each) > countIn(line, best) ? each : best))
}

const SEARCHED_LINES = 20
