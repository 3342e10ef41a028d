import { z } from 'zod'

/** What a password must be like; presets of GB/T 22239 level 2. */
export const PasswordRules = z
  .object({
    minLength: z.number().int().min(8).max(64).default(8),
    /** Of the four: small letters, capitals, digits, other characters. */
    minClasses: z.number().int().min(1).max(4).default(3),
    /** Days after which a new one is asked for; 0: never. */
    maxAgeDays: z.number().int().min(0).max(3650).default(90),
    /** Days for which an initial password is good. */
    initialDays: z.number().int().min(1).max(90).default(7),
  })
  .strict()
export type PasswordRules = z.infer<typeof PasswordRules>

/** Of a new one; what was chosen under an older rule still opens. */
const MOST_CHARACTERS = 128

export const passwordFaults = [
  'too_short',
  'too_long',
  'too_few_classes',
  'contains_name',
  'common',
  'unchanged',
] as const
export type PasswordFault = (typeof passwordFaults)[number]

/** What can be said about a password on the spot; whether it is a common one only the server knows. */
export function findPasswordFaults(
  password: string,
  name: string,
  { minLength, minClasses }: Pick<PasswordRules, 'minLength' | 'minClasses'>,
): PasswordFault[] {
  const faults: PasswordFault[] = []
  // characters as people count them, not UTF-16 units
  const { length } = [...password]
  if (length < minLength) faults.push('too_short')
  if (length > MOST_CHARACTERS) faults.push('too_long')
  if (classesOf(password) < minClasses) faults.push('too_few_classes')
  if (name.length >= 3 && password.toLowerCase().includes(name.toLowerCase())) faults.push('contains_name')
  return faults
}

/**
 * How long it would hold against guessing, by what matters most: its length, where a character that only repeats or
 * counts on from the one before (aaa, 123) adds nothing. Whether people use it a lot only the server knows.
 */
export function estimatePasswordStrength(password: string): 'weak' | 'fair' | 'strong' {
  const points = [...password].map((character) => character.codePointAt(0) ?? 0)
  const telling = points.filter((point, i) => i === 0 || Math.abs(point - points[i - 1]!) > 1).length
  return telling < 10 ? 'weak' : telling < 14 ? 'fair' : 'strong'
}

function classesOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((each) => each.test(password))
    .length
}
