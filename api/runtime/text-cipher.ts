import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Text that the database or a browser keeps for the server and cannot read: AES-256-GCM under a key of the
 * server's.
 */
export interface TextCipher {
  /** `owner`: whom it belongs to; opened for anybody else it is nothing. */
  seal(text: string, owner: string): Uint8Array
  open(sealed: Uint8Array, owner: string): string | null
}

const NONCE = 12
const TAG = 16

export function createTextCipher(secret: string, purpose: string): TextCipher {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `grid-map ${purpose}`, 32))
  return {
    seal(text, owner) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body])
    },
    open(sealed, owner) {
      if (sealed.length < NONCE + TAG) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
          authTagLength: TAG,
        }).setAAD(Buffer.from(owner))
        decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
        return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        return null
      }
    },
  }
}
