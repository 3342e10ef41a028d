import { z } from 'zod'

/** What a password must be like; presets of GB/T 22239 level 2. */
export const PasswordRules = z.object({
  minLength: z.number().int().min(8).max(64).default(8),
  /** Of the four: small letters, capitals, digits, other characters. */
  minClasses: z.number().int().min(1).max(4).default(3),
  /** Days after which a new one is asked for; 0: never. */
  maxAgeDays: z.number().int().min(0).max(3650).default(90),
  /** Days for which an initial password is good. */
  initialDays: z.number().int().min(1).max(90).default(7),
}).strict()
export type PasswordRules = z.infer<typeof PasswordRules>

export const passwordFaults = ['too_short', 'too_few_classes', 'contains_name', 'common', 'unchanged'] as const
export type PasswordFault = (typeof passwordFaults)[number]

/** What can be said about a password on the spot; whether it is a common one only the server knows. */
export function faultsOf(password: string, name: string, { minLength, minClasses }: Pick<PasswordRules, 'minLength' | 'minClasses'>): PasswordFault[] {
  const faults: PasswordFault[] = []
  // characters as people count them, not UTF-16 units
  if ([...password].length < minLength) faults.push('too_short')
  if (classesOf(password) < minClasses) faults.push('too_few_classes')
  if (name.length >= 3 && password.toLowerCase().includes(name.toLowerCase())) faults.push('contains_name')
  return faults
}

function classesOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((each) => each.test(password)).length
}
