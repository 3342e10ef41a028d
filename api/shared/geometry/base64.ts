const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Uint8Array(128).fill(255)
for (let i = 0; i < 64; i++) VALUE_OF[ALPHABET.charCodeAt(i)] = i

const CODE_OF = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0))
const PADDING = '='.charCodeAt(0)

/** Encodes bytes as base64 with padding (RFC 4648); the same in browsers and on the server. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(4 * Math.ceil(bytes.length / 3))
  for (let i = 0, at = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text[at++] = CODE_OF[word >> 18]!
    text[at++] = CODE_OF[(word >> 12) & 63]!
    text[at++] = i + 1 < bytes.length ? CODE_OF[(word >> 6) & 63]! : PADDING
    text[at++] = i + 2 < bytes.length ? CODE_OF[word & 63]! : PADDING
  }
  return new TextDecoder('latin1').decode(text)
}

/**
 * Decodes base64 text.
 *
 * @throws RangeError if the text is not base64 with padding
 */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new RangeError('not base64: the length is not a multiple of four')
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0
    for (let j = 0; j < 4; j++) {
      const code = text.charCodeAt(i + j)
      const value = code < 128 ? VALUE_OF[code]! : 255
      if (value === 255 && i + j < text.length - padding)
        throw new RangeError('not base64: unexpected character')
      word = (word << 6) | (value === 255 ? 0 : value)
    }
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (word >> shift) & 255
  }
  return bytes
}
