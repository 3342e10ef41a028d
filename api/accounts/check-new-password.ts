import {
  findPasswordFaults,
  type PasswordFault,
  type PasswordRules,
} from '#shared/contract/access/password-rules.ts'
import { AppError } from '../errors.ts'

let common: Promise<ReadonlySet<string>> | undefined

/** @throws AppError weak_password with the faults */
export async function checkNewPassword(password: string, name: string, rules: PasswordRules): Promise<void> {
  const faults: PasswordFault[] = findPasswordFaults(password, name, rules)
  if (isCommon(password, await (common ??= loadCommon()))) faults.push('common')
  if (faults.length > 0) rejectWeakPassword(faults)
}

export function rejectWeakPassword(faults: readonly PasswordFault[]): never {
  throw new AppError('weak_password', 'the password does not keep the rules', { faults })
}

/**
 * One of the fifty thousand most used, also behind a capital letter and in front of a few digits and signs.
 */
function isCommon(password: string, words: ReadonlySet<string>): boolean {
  const small = password.toLowerCase()
  const bare = small.replace(/[^a-z]{1,6}$/, '').replace(/^[^a-z]{1,4}/, '')
  const plain = bare
    .replace(/[@4]/g, 'a')
    .replace(/0/g, 'o')
    .replace(/3/g, 'e')
    .replace(/[$5]/g, 's')
    .replace(/[1!]/g, 'i')
  return words.has(small) || (bare.length >= 5 && words.has(bare)) || (plain.length >= 5 && words.has(plain))
}

/** What people here would think of first, and no list from elsewhere holds. */
const LOCAL = [
  'yancheng',
  'jiangsu',
  'wangge',
  'wanggeyuan',
  'hongbao',
  'dangjian',
  'shequ',
  'jiedao',
  'zhengfu',
  'gridmap',
  'dangyuan',
  'zhongguo',
]

async function loadCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set([...dictionary['passwords-common'], ...LOCAL])
}
