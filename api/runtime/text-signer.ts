import { createHmac, timingSafeEqual } from 'node:crypto'

/** Text that only this server, or others with the same key, can have written. */
export interface TextSigner {
  sign(text: string): string
  /** null: forged, damaged or nothing at all. */
  open(signed: string | undefined): string | null
}

/** `purpose` keeps what was signed for one use from being good for another. */
export function createTextSigner(secret: string, purpose: string): TextSigner {
  const key = createHmac('sha256', secret).update(`grid-map ${purpose}`).digest()
  const signatureOf = (text: string) => createHmac('sha256', key).update(text).digest()
  return {
    sign: (text) => `${text}.${signatureOf(text).toString('base64url')}`,
    open(signed) {
      if (signed === undefined || signed.length > 4096) return null
      const dot = signed.lastIndexOf('.')
      if (dot <= 0) return null
      const text = signed.slice(0, dot)
      const given = Buffer.from(signed.slice(dot + 1), 'base64url')
      const expected = signatureOf(text)
      return given.length === expected.length && timingSafeEqual(given, expected) ? text : null
    },
  }
}
