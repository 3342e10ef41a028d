import { describe, expect, it } from 'vitest'
import { strengthOf } from '#shared/contract/accounts-password.ts'

describe('the strength of a password', () => {
  it.each([
    ['Ab1-xQ7m', 'weak'],
    ['Aaaaaaaaaaaaaa1!', 'weak'],
    ['Abcdefghijk1234', 'weak'],
    ['Reed-harbour-52', 'fair'],
    ['Reed-harbour-52-oak', 'strong'],
    ['串场河边清晨飞过三只白鹭回来了', 'strong'],
    ['', 'weak'],
  ] as const)(
    'grows with what a guesser has to guess, not with repetition: %s is %s',
    (password, strength) => {
      expect(strengthOf(password)).toBe(strength)
    },
  )
})
