import { createTextSigner } from '../runtime/text-signer.ts'

/** Names of a browser that several people use. */
const MAX_NAMES = 12
const VALID_MS = 400 * 86_400_000

/**
 * Remembers in a signed cookie which accounts have signed in with a browser. Such a browser opens nothing; its names
 * only are not held up when the address that they share with a whole office is locked.
 */
export interface SignInDevices {
  isKnown(cookie: string | undefined, fingerprint: string): boolean
  /** Returns the value of the cookie with one more name. */
  add(cookie: string | undefined, fingerprint: string): string
}

export function createSignInDevices(secret: string, now: () => number): SignInDevices {
  const signer = createTextSigner(secret, 'known device')
  /** Entries `fingerprint-time`, the latest first. */
  const read = (cookie: string | undefined) =>
    (signer.open(cookie) ?? '')
      .split('_')
      .map((entry) => entry.split('-'))
      .filter(([, seen]) => Number.parseInt(seen ?? '', 36) + VALID_MS > now())
  return {
    isKnown: (cookie, fingerprint) => read(cookie).some(([name]) => name === fingerprint),
    add(cookie, fingerprint) {
      const others = read(cookie).filter(([name]) => name !== fingerprint)
      const entries = [[fingerprint, now().toString(36)], ...others].slice(0, MAX_NAMES)
      return signer.sign(entries.map((entry) => entry.join('-')).join('_'))
    },
  }
}
