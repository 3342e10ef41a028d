import { float64At, int32At, uint32At, uint8At } from './at.ts'

/*
 * Rows of a column in another order. Loops: a callback of `from` takes ten times as long, and one function for all kinds
 * of arrays would make their accesses megamorphic.
 */

export function pickInt32(column: Int32Array, rows: Uint32Array): Int32Array {
  const picked = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = int32At(column, uint32At(rows, i))
  return picked
}

export function pickUint32(column: Uint32Array, rows: Uint32Array): Uint32Array {
  const picked = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = uint32At(column, uint32At(rows, i))
  return picked
}

export function pickUint8(column: Uint8Array, rows: Uint32Array): Uint8Array {
  const picked = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = uint8At(column, uint32At(rows, i))
  return picked
}

export function pickFloat64(column: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) picked[i] = float64At(column, uint32At(rows, i))
  return picked
}
