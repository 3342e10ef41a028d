interface Entry {
  name: string
  text: string
}

/** A ZIP archive (APPNOTE 6.3) of texts, deflated by the browser. Names: plain ASCII. */
export async function zip(entries: readonly Entry[]): Promise<Blob> {
  const parts: BlobPart[] = []
  const directory: BlobPart[] = []
  let offset = 0
  let directorySize = 0
  for (const { name, text } of entries) {
    const path = new TextEncoder().encode(name)
    const plain = new TextEncoder().encode(text)
    const packed = new Uint8Array(
      await new Response(
        new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw')),
      ).arrayBuffer(),
    )
    const facts = [0x0800, 8, 0, 0x21, crc32(plain), packed.length, plain.length, path.length, 0] as const
    const local = record(LOCAL, [0x04034b50, 20, ...facts])
    const central = record(CENTRAL, [0x02014b50, 20, 20, ...facts, 0, 0, 0, 0, offset])
    parts.push(local, path, packed)
    directory.push(central, path)
    offset += local.length + path.length + packed.length
    directorySize += central.length + path.length
  }
  return new Blob([
    ...parts,
    ...directory,
    record(END, [0x06054b50, 0, 0, entries.length, entries.length, directorySize, offset, 0]),
  ])
}

/** Bytes of each field, little-endian: signature, versions, flags (names are UTF-8), method, time, date, checksum, sizes, lengths. */
const FACTS = [2, 2, 2, 2, 4, 4, 4, 2, 2]
const LOCAL = [4, 2, ...FACTS]
const CENTRAL = [4, 2, 2, ...FACTS, 2, 2, 2, 4, 4]
const END = [4, 2, 2, 2, 2, 4, 4, 2]

function record(sizes: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)))
  let at = 0
  sizes.forEach((size, i) => {
    const value = values[i] ?? 0
    if (size === 4) view.setUint32(at, value, true)
    else view.setUint16(at, value, true)
    at += size
  })
  return new Uint8Array(view.buffer)
}

/** Of every byte, the polynomial 0xEDB88320 applied eight times. */
const STEPS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (sum >>> 8) ^ (STEPS[(sum ^ byte) & 0xff] ?? 0)
  return (sum ^ 0xffffffff) >>> 0
}
