import { Buffer } from 'node:buffer'

/** Object id of the type in pg_type. */
const BYTEA = 17

/** Statements whose formats are remembered; the product has some hundred. */
const MAX_STATEMENTS = 1000

/**
 * Remembers which statements answer with bytea, so that the next answer brings those columns as they are: as text they
 * are twice as long, and writing and reading the digits took a fifth of the time in which a city is loaded.
 */
export function createResultFormats() {
  const formats = new Map<string, Buffer | null>()
  return {
    /** Whether the columns of a statement are known. */
    has: (text: string): boolean => formats.has(text),
    /** @param typeIds types of the columns of its answer */
    remember(text: string, typeIds: readonly number[]): void {
      if (formats.size >= MAX_STATEMENTS) return
      // columns of a statement that names none may be others after a migration
      if (!typeIds.includes(BYTEA) || /(select|returning)\s+\*|\.\*/i.test(text)) {
        formats.set(text, null)
        return
      }
      const codes = Buffer.alloc(2 + 2 * typeIds.length)
      codes.writeInt16BE(typeIds.length)
      typeIds.forEach((typeId, i) => codes.writeInt16BE(typeId === BYTEA ? 1 : 0, 2 + 2 * i))
      formats.set(text, codes)
    },
    /**
     * Returns a Bind message (protocol 3.0) that asks for the remembered formats.
     *
     * @param bind the message that asks for text: it ends with the number of format codes, none
     */
    apply(text: string, bind: Uint8Array): Uint8Array {
      const codes = formats.get(text)
      if (codes === undefined || codes === null) return bind
      const message = Buffer.concat([bind.subarray(0, -2), codes])
      // the length counts itself, and not the type byte before it
      message.writeInt32BE(message.length - 1, 1)
      return message
    },
  }
}
