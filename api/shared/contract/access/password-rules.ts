import { z } from 'zod'

/** Rules for passwords; the defaults follow GB/T 22239 level 2. */
export const PasswordRules = z
  .object({
    minLength: z.number().int().min(8).max(64).default(8),
    /** Number of character classes out of four: lower-case letters, capitals, digits, other characters. */
    minClasses: z.number().int().min(1).max(4).default(3),
    /** Days after which the password must be changed; 0: never. */
    maxAgeDays: z.number().int().min(0).max(3650).default(90),
    /** Days for which an initial password is valid. */
    initialDays: z.number().int().min(1).max(90).default(7),
  })
  .strict()
export type PasswordRules = z.infer<typeof PasswordRules>

/** Applies to new passwords only; an existing longer password remains valid. */
const MAX_CHARACTERS = 128

export const passwordFaults = [
  'too_short',
  'too_long',
  'too_few_classes',
  'contains_name',
  'common',
  'unchanged',
] as const
export type PasswordFault = (typeof passwordFaults)[number]

/**
 * Returns the rules that a password breaks. Only the server can check whether the password is a common one.
 */
export function findPasswordFaults(
  password: string,
  name: string,
  { minLength, minClasses }: Pick<PasswordRules, 'minLength' | 'minClasses'>,
): PasswordFault[] {
  const faults: PasswordFault[] = []
  // count characters as people do, not UTF-16 units
  const { length } = [...password]
  if (length < minLength) faults.push('too_short')
  if (length > MAX_CHARACTERS) faults.push('too_long')
  if (classesOf(password) < minClasses) faults.push('too_few_classes')
  if (name.length >= 3 && password.toLowerCase().includes(name.toLowerCase())) faults.push('contains_name')
  return faults
}

/**
 * Estimates the strength of a password from its length. Characters that repeat the previous one or continue a
 * sequence (aaa, 123) do not count. Only the server can check whether the password is a common one.
 */
export function estimatePasswordStrength(password: string): 'weak' | 'fair' | 'strong' {
  const points = [...password].map((character) => character.codePointAt(0) ?? 0)
  const countedLength = points.filter((point, i) => i === 0 || Math.abs(point - points[i - 1]!) > 1).length
  return countedLength < 10 ? 'weak' : countedLength < 14 ? 'fair' : 'strong'
}

function classesOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((each) => each.test(password))
    .length
}
