import type { Encoding } from './compress.ts'

/** The bytes of an answer that many ask for, made once: as they are, and as small as each caller can read them. */
export interface KeptAnswer {
  json?: string
  etag?: string
  small: Partial<Record<Encoding, Promise<Uint8Array<ArrayBuffer>>>>
}

const answers = new WeakMap<object, KeptAnswer>()

/** Marks a value that is handed out again and again and never changes: its bytes are kept for as long as it is. */
export function keepAnswer<T extends object>(value: T): T {
  if (!answers.has(value)) answers.set(value, { small: {} })
  return value
}

export function keptAnswer(value: unknown): KeptAnswer | undefined {
  return typeof value === 'object' && value !== null ? answers.get(value) : undefined
}
