/**
 * Builds a TrueType font without outlines (OpenType 1.9), so that pages have the same layout on every machine: each
 * character up to U+2E7F is half an em wide, each later one (Chinese above all) one em.
 */
export function buildBlankFont(): Uint8Array {
  const tables = Object.entries(TABLES).sort(([a], [b]) => (a < b ? -1 : 1))
  const headerSize = 12 + 16 * tables.length
  const header: Field[] = [
    [4, 0x00010000],
    [2, tables.length],
    // binary search parameters for 8 ≤ tables < 16
    [2, 128],
    [2, 3],
    [2, tables.length * 16 - 128],
  ]
  const bodies: Uint8Array[] = []
  let offset = headerSize
  for (const [tag, fields] of tables) {
    const body = encode(fields)
    const padded = new Uint8Array(Math.ceil(body.length / 4) * 4)
    padded.set(body)
    header.push(...encodeTag(tag), [4, computeChecksum(padded)], [4, offset], [4, body.length])
    bodies.push(padded)
    offset += padded.length
  }
  return Uint8Array.from(Buffer.concat([encode(header), ...bodies]))
}

/** A big-endian unsigned integer: its size in bytes and its value. */
type Field = readonly [bytes: 1 | 2 | 4, value: number]

const EM = 1000
const [ASCENT, DESCENT] = [880, 120]
const negative = (value: number) => 0x10000 - value
const words = (...values: number[]): Field[] => values.map((value) => [2, value])
const longs = (...values: number[]): Field[] => values.map((value) => [4, value])
const FIRST_WIDE = 0x2e80
const LAST = 0x10ffff

/** Glyphs: 0 missing, 1 narrow, 2 wide. */
const TABLES: Record<string, Field[]> = {
  head: [
    ...longs(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
    ...words(0x000b, EM),
    ...longs(0, 0, 0, 0),
    ...words(0, 0, 0, 0, 0, 8, 2, 0, 0),
  ],
  hhea: [[4, 0x00010000], ...words(ASCENT, negative(DESCENT), 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, 3)],
  hmtx: words(EM, 0, EM / 2, 0, EM, 0),
  maxp: [[4, 0x00010000], ...words(3, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)],
  // one subtable of format 13: all characters of a range have the same glyph
  cmap: [
    ...words(0, 1, 3, 10),
    [4, 12],
    ...words(13, 0),
    ...longs(16 + 2 * 12, 0, 2, 0x20, FIRST_WIDE - 1, 1, FIRST_WIDE, LAST, 2),
  ],
  // no glyph has a body; the table must not be empty
  glyf: [[1, 0]],
  loca: words(0, 0, 0, 0),
  name: words(0, 0, 6),
  post: [[4, 0x00030000], ...longs(0), ...words(0, 0), ...longs(0, 0, 0, 0, 0)],
  'OS/2': [
    ...words(4, EM, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0),
    ...Array.from({ length: 10 }, (): Field => [1, 0]),
    ...longs(0, 0, 0, 0),
    ...encodeTag('TEST'),
    ...words(0x40, 0x20, 0xffff, ASCENT, negative(DESCENT), 0, ASCENT, DESCENT),
    ...longs(0, 0),
    ...words(500, 700, 0, 0x20, 0),
  ],
}

function encodeTag(tag: string): Field[] {
  return [...tag].map((sign): Field => [1, sign.charCodeAt(0)])
}

function encode(fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes)
      field.writeUIntBE(value, 0, bytes)
      return field
    }),
  )
}

function computeChecksum(table: Uint8Array): number {
  const view = new DataView(table.buffer)
  let sum = 0
  for (let at = 0; at < table.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}
