import type { Parameter } from '../database.ts'

/** What goes over the wire: text, bytes in binary format, or SQL NULL. */
export type EncodedParameter = string | Uint8Array | null

/** Both drivers send parameters through this, so that a value cannot mean two things. */
export function encodeParameter(value: Parameter): EncodedParameter {
  return value === null || value instanceof Uint8Array ? value : textOf(value)
}

/** Any value as one json or jsonb parameter; needed for arrays, which would otherwise become SQL arrays. */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (text === undefined) throw new TypeError(`${typeof value} has no JSON text`)
  return text
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
    case 'object':
      if (Array.isArray(value)) return arrayText(value)
      if (value instanceof Date) return value.toISOString()
      return encodeJson(value)
    default:
      throw new TypeError(`${typeof value} cannot be a parameter of a statement`)
  }
}

function arrayText(items: readonly unknown[]): string {
  const parts = new Array<string>(items.length)
  for (let i = 0; i < items.length; i++) parts[i] = elementText(items[i])
  return `{${parts.join(',')}}`
}

function elementText(item: unknown): string {
  if (item === null) return 'NULL'
  if (typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean') return String(item)
  if (Array.isArray(item)) return arrayText(item)
  // an array literal is unescaped once before bytea reads it, hence two backslashes
  if (item instanceof Uint8Array)
    return `"\\\\x${Buffer.from(item.buffer, item.byteOffset, item.byteLength).toString('hex')}"`
  return `"${textOf(item).replace(/[\\"]/g, '\\$&')}"`
}
