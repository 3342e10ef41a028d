import { randomInt } from 'node:crypto'

/** Nothing that is mistaken for something else when read from paper or over the telephone. */
const SMALL = 'abcdefghjkmnpqrstuvwxyz'
const CAPITAL = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const DIGIT = '23456789'

/** A password for one sign-in, like `kT7m-R4xp-w9Qd`: four classes, 2^68 possibilities. */
export function generateInitialPassword(): string {
  const all = SMALL + CAPITAL + DIGIT
  for (;;) {
    const letters = Array.from({ length: 12 }, () => all[randomInt(all.length)])
    const text = [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)]
      .map((group) => group.join(''))
      .join('-')
    if ([/[a-z]/, /[A-Z]/, /[0-9]/].every((each) => each.test(text))) return text
  }
}
