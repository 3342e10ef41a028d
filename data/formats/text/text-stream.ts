import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import type { EncodingDetection } from '../model/format.ts'
import { decodeText, isAscii, isGb18030, isUtf8 } from './decode-text.ts'
import { normaliseEncoding } from './normalise-encoding.ts'

/** What a text file is written in, by all its bytes; `given` is somebody's decision and holds. */
export async function detectTextEncoding(file: FileSource, given?: string): Promise<EncodingDetection> {
  const none = { texts: 0, utf8: 0, gb18030: 0 }
  if (given !== undefined) return { used: normaliseEncoding(given), stated: null, evidence: none }
  const [a, b, c] = await file.read(0, 3)
  if (a === 0xff && b === 0xfe) return { used: 'utf-16le', stated: 'BOM', evidence: none }
  if (a === 0xfe && b === 0xff) return { used: 'utf-16be', stated: 'BOM', evidence: none }
  const stated = a === 0xef && b === 0xbb && c === 0xbf ? 'BOM' : null
  if (await isWhole(file, 'utf-8')) return { used: 'utf-8', stated, evidence: none }
  const evidence = { ...none }
  for await (const line of byteLines(file.stream())) {
    if (isAscii(line)) continue
    evidence.texts++
    if (isUtf8(line) && hasLongCharacter(line)) evidence.utf8++
    if (isGb18030(line)) evidence.gb18030++
  }
  return {
    used: evidence.utf8 === 0 && evidence.gb18030 === evidence.texts ? 'gb18030' : 'mixed',
    stated,
    evidence,
  }
}

/** The characters of a text file. In a mixed one each line is read as what it is; what is neither holds U+FFFD. */
export async function* decodeStream(
  stream: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  if (encoding === 'mixed') {
    for await (const line of byteLines(stream)) {
      const { text, encoding: found } = decodeText(line)
      yield found === 'neither' && !text.includes('\ufffd') ? `${text}\ufffd` : text
    }
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of stream) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/**
 * Chinese in UTF-8 takes three bytes. Two-byte characters prove nothing: short words in GBK look like them. UTF-8, for its
 * part, is often valid GB18030, so that a file which can be read as such may still be a mixture.
 */
function hasLongCharacter(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte >= 0xe0)
}

async function isWhole(file: FileSource, encoding: 'utf-8'): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of file.stream()) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

const MOST_LINE_BYTES = 64 * 1024 * 1024

/** Lines with their ends. 0x0A is never part of a longer character, neither in UTF-8 nor in GB18030. */
async function* byteLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    let from = 0
    for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
      yield held.length === 0
        ? chunk.subarray(from, at + 1)
        : Buffer.concat([...held, chunk.subarray(from, at + 1)])
      held = []
      length = 0
      from = at + 1
    }
    held.push(chunk.slice(from))
    length += chunk.length - from
    if (length > MOST_LINE_BYTES) throw new InvalidFileError('too_large', { what: 'line', limit: '64 MB' })
  }
  if (length > 0) yield Buffer.concat(held)
}
