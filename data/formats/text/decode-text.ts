/** Texts of Chinese files are UTF-8 or GB18030 (which holds GBK and GB2312); what they say of themselves is often wrong. */

const utf8 = new TextDecoder('utf-8', { fatal: true })
const gb18030 = new TextDecoder('gb18030', { fatal: true })

export interface DecodedText {
  text: string
  encoding: 'ascii' | 'utf-8' | 'gb18030' | 'neither'
}

/** A text as strict UTF-8, else as GB18030; what is neither keeps its readable characters. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (isAscii(bytes)) return { text: decodeAscii(bytes), encoding: 'ascii' }
  const asUtf8 = decodeStrict(utf8, bytes)
  if (asUtf8 !== null) return { text: asUtf8, encoding: 'utf-8' }
  const asGb = decodeStrict(gb18030, bytes)
  if (asGb !== null) return { text: asGb, encoding: 'gb18030' }
  return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'neither' }
}

export function isUtf8(bytes: Uint8Array): boolean {
  return decodeStrict(utf8, bytes) !== null
}

export function isGb18030(bytes: Uint8Array): boolean {
  return decodeStrict(gb18030, bytes) !== null
}

export function isAscii(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! >= 0x80) return false
  return true
}

export function decodeAscii(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** null: the bytes are not in the decoder's encoding. */
export function decodeStrict(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
