import { describe, expect, it } from 'vitest'
import { estimatePasswordStrength } from '#shared/contract/access/password-rules.ts'

describe('password strength', () => {
  it.each([
    ['Ab1-xQ7m', 'weak'],
    ['Aaaaaaaaaaaaaa1!', 'weak'],
    ['Abcdefghijk1234', 'weak'],
    ['Reed-harbour-52', 'fair'],
    ['Reed-harbour-52-oak', 'strong'],
    ['串场河边清晨飞过三只白鹭回来了', 'strong'],
    ['', 'weak'],
  ] as const)('grows with entropy and not with repetition: %s is %s', (password, strength) => {
    expect(estimatePasswordStrength(password)).toBe(strength)
  })
})
