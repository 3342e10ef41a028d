/** GB18030, of which GBK is the part with two bytes: the platform can read it but not write it. */

let table: Map<number, Uint8Array> | undefined

export function encodeText(text: string, encoding: 'utf-8' | 'gb18030'): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  table ??= makeTable()
  const parts: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (code < 0x80) parts.push(code)
    else
      parts.push(
        ...(table.get(code) ?? fourBytes(code >= 0x10000 ? code - 0x10000 + FIRST_SUPPLEMENTARY : QUESTION)),
      )
  }
  return Uint8Array.from(parts)
}

/** Place of U+10000 among all sequences of four bytes. */
const FIRST_SUPPLEMENTARY = 189_000
/** Place of U+FFFD. */
const QUESTION = 39_417

/** What the platform reads from every sequence of two bytes, and of four as far as U+FFFF, turned round. */
function makeTable(): Map<number, Uint8Array> {
  const decoder = new TextDecoder('gb18030', { fatal: true })
  const made = new Map<number, Uint8Array>()
  const learn = (bytes: Uint8Array) => {
    try {
      const text = decoder.decode(bytes)
      const code = text.codePointAt(0)!
      if (text.length === 1 && !made.has(code)) made.set(code, bytes)
    } catch {
      /* not every sequence is a character */
    }
  }
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) if (second !== 0x7f) learn(Uint8Array.of(first, second))
  }
  for (let place = 0; place < 39_420; place++) learn(fourBytes(place))
  return made
}

function fourBytes(place: number): Uint8Array {
  return Uint8Array.of(
    0x81 + Math.floor(place / 12_600),
    0x30 + (Math.floor(place / 1260) % 10),
    0x81 + (Math.floor(place / 10) % 126),
    0x30 + (place % 10),
  )
}
