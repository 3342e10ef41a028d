import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FormatReader, type RawFeature } from '../model/format.ts'
import { decodeStream, detectTextEncoding } from '../text/text-stream.ts'
import { readGeojsonFeature } from './read-geojson.ts'

/** Newline-delimited GeoJSON, with or without the record separators of RFC 8142. */
export const geojsonseqReader: FormatReader = {
  id: 'geojsonseq',
  label: 'GeoJSON (newline-delimited)',
  recognises({ name }, head) {
    const lines = new TextDecoder()
      .decode(head)
      .replaceAll('\u001e', '')
      .split('\n')
      .filter((line) => line.trim() !== '')
    // the first line is whole in itself; the last may be cut
    return (
      lines.length > 0 &&
      isWhole(lines[0]!) &&
      (lines.length === 1
        ? head[0] === 0x1e || /\.(geojsonl|geojsons|ndjson|jsonl)$/i.test(name)
        : lines[1]!.trimStart().startsWith('{'))
    )
  },
  async open(file, options) {
    const encoding = await detectTextEncoding(file, options.encoding)
    return {
      layers: [
        {
          name: file.name.replace(/\.[^.]*$/, ''),
          fields: null,
          count: null,
          crs: null,
          encoding,
          features: () => readLines(file, encoding.used),
        },
      ],
      close: () => Promise.resolve(),
    }
  },
}

const MOST_CHARACTERS = 64 * 1024 * 1024

async function* readLines(file: FileSource, encoding: string): AsyncGenerator<RawFeature[]> {
  let held = ''
  let row = 0
  let bunch: RawFeature[] = []
  const take = (line: string) => {
    const text = line.replaceAll('\u001e', '').trim()
    if (text !== '') bunch.push(readGeojsonFeature(text, ++row))
  }
  for await (const chunk of decodeStream(file.stream(), encoding)) {
    const lines = (held + chunk).split('\n')
    held = lines.pop() ?? ''
    if (held.length > MOST_CHARACTERS)
      throw new InvalidFileError('too_large', { what: 'line', limit: '64 MB' })
    for (const line of lines) {
      take(line)
      if (bunch.length < BATCH_ROWS) continue
      yield bunch
      bunch = []
    }
  }
  take(held)
  if (bunch.length > 0) yield bunch
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}
