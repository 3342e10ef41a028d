import { createHash } from 'node:crypto'

/** A hash over rows in any order: databases with different collations sort the same rows differently. */
export interface RowsHash {
  add(line: string): void
  count(): number
  hex(): string
}

/**
 * The sum, modulo 2^64 in each of four parts, of the rows' SHA-256. Against accidents, not against forgers.
 */
export function createRowsHash(): RowsHash {
  const sum = new BigUint64Array(4)
  let count = 0
  return {
    add(line) {
      const digest = createHash('sha256').update(line).digest()
      for (let i = 0; i < 4; i++) sum[i] = sum[i]! + digest.readBigUInt64BE(i * 8)
      count++
    },
    count: () => count,
    hex: () => Array.from(sum, (part) => part.toString(16).padStart(16, '0')).join(''),
  }
}
