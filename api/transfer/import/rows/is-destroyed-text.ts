import { isUtf8 } from 'node:buffer'

/**
 * Whether a text went through a wrong encoding on its way and is lost: U+FFFD, question marks in place of letters, '锟斤拷',
 * or UTF-8 that was read as Latin-1 or as GBK.
 */
export function isDestroyedText(text: string): boolean {
  if (/\ufffd|锟斤拷|烫烫烫|屯屯屯/.test(text)) return true
  // question marks alone, perhaps with the digits that survived; or several of them inside a text
  if (/[?？]{2,}/.test(text) || /^[?？\d\s\-()（）]*[?？][?？\d\s\-()（）]*$/.test(text)) return true
  return isUtf8ReadAsLatin1(text) || isUtf8ReadAsGbk(text)
}

/** Windows-1252 has letters where Latin-1 has control characters. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function isUtf8ReadAsLatin1(text: string): boolean {
  if (!/[\u00c2-\u00f4]/.test(text)) return false
  const bytes: number[] = []
  for (const character of text) {
    const at = WINDOWS_1252.indexOf(character)
    const byte = at >= 0 ? 0x80 + at : character.codePointAt(0)!
    if (byte > 0xff) return false
    bytes.push(byte)
  }
  return hasHanAsUtf8(bytes, 1)
}

function isUtf8ReadAsGbk(text: string): boolean {
  // the first byte of a Chinese character in UTF-8 is never the first of a common one in GBK
  if (!/^[^\u0000-\u00ff]{2,}/.test(text)) return false
  const codes = (gbkCodes ??= readGbkCodes())
  const bytes: number[] = []
  for (const character of text) {
    const code = character <= '\u007f' ? character.codePointAt(0)! : codes.get(character)
    if (code === undefined) return false
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return hasHanAsUtf8(bytes, 2)
}

/** Whether bytes are valid UTF-8, and nearly nothing in it is beyond ASCII but Chinese characters, so many at least. */
function hasHanAsUtf8(bytes: readonly number[], least: number): boolean {
  const encoded = Buffer.from(bytes)
  if (!isUtf8(encoded)) return false
  const text = encoded.toString('utf8')
  const han = text.match(/[\u4e00-\u9fff]/g)?.length ?? 0
  return han >= least && !/[^\u0020-\u007e\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u00b7]/.test(text)
}

let gbkCodes: Map<string, number> | undefined

/** Characters of GBK with their two bytes as one number. */
function readGbkCodes(): Map<string, number> {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, number>()
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue
      const character = decoder.decode(Uint8Array.of(high, low))
      if (character.length === 1 && character !== '\ufffd') codes.set(character, high * 256 + low)
    }
  }
  return codes
}
