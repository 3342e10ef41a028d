const utf8 = new TextEncoder()

/** Commands of a path: one MoveTo; LineTo, to which the count is added. */
const MOVE_TO_ONE = (1 << 3) | 1
const LINE_TO = 2

/** A growing byte array with the primitives of Protocol Buffers; reused for all tiles. */
export class ByteWriter {
  bytes: Uint8Array
  length = 0

  constructor(capacity = 1 << 12) {
    this.bytes = new Uint8Array(capacity)
  }

  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    let size = this.bytes.length * 2
    while (size < this.length + more) size *= 2
    const larger = new Uint8Array(size)
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }

  /** Unsigned, up to 2^53. */
  varint(value: number): void {
    if (this.length + 10 > this.bytes.length) this.reserve(10)
    while (value >= 0x80) {
      this.bytes[this.length++] = (value & 0x7f) | 0x80
      value = value > 0x7fffffff ? Math.floor(value / 128) : value >>> 7
    }
    this.bytes[this.length++] = value
  }

  /** Writes two bytes: field headers and short values. */
  pair(first: number, second: number): void {
    if (this.length + 2 > this.bytes.length) this.reserve(2)
    this.bytes[this.length++] = first
    this.bytes[this.length++] = second
  }

  /**
   * Writes the geometry of a line or ring: MoveTo the first of `length` points, LineTo the others, each as a
   * zigzag delta from the previous one, the first from (fromX, fromY). One function with local state, because
   * half of the encoding time of a tile is spent here.
   */
  path(xy: Int32Array, length: number, fromX: number, fromY: number): void {
    // a delta takes at most five bytes per axis
    this.reserve(length * 10 + 6)
    const { bytes } = this
    let at = this.length
    bytes[at++] = MOVE_TO_ONE
    let x = fromX
    let y = fromY
    for (let i = 0; i < length; i++) {
      if (i === 1) {
        let count = ((length - 1) << 3) | LINE_TO
        while (count >= 0x80) {
          bytes[at++] = (count & 0x7f) | 0x80
          count >>>= 7
        }
        bytes[at++] = count
      }
      const dx = (xy[2 * i] ?? 0) - x
      const dy = (xy[2 * i + 1] ?? 0) - y
      x += dx
      y += dy
      let value = (dx << 1) ^ (dx >> 31)
      while (value >= 0x80) {
        bytes[at++] = (value & 0x7f) | 0x80
        value >>>= 7
      }
      bytes[at++] = value
      value = (dy << 1) ^ (dy >> 31)
      while (value >= 0x80) {
        bytes[at++] = (value & 0x7f) | 0x80
        value >>>= 7
      }
      bytes[at++] = value
    }
    this.length = at
  }

  double(value: number): void {
    this.reserve(8)
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true)
    this.length += 8
  }

  /** Writes a field header, then text as UTF-8. */
  text(field: number, value: string): void {
    // a UTF-16 unit takes at most three bytes
    this.reserve(value.length * 3 + 12)
    this.varint((field << 3) | 2)
    const start = this.length
    if (value.length * 3 < 0x80 && this.shortText(value, start + 1)) {
      this.bytes[start] = this.length - start - 1
    } else {
      const encoded = utf8.encode(value)
      this.varint(encoded.length)
      this.append(encoded)
    }
  }

  /**
   * Codes and names are short: a loop is faster than TextEncoder. Returns false for a surrogate, without
   * writing.
   */
  private shortText(value: string, start: number): boolean {
    const { bytes } = this
    let at = start
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      if (unit < 0x80) {
        bytes[at++] = unit
      } else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6)
        bytes[at++] = 0x80 | (unit & 0x3f)
      } else if (unit < 0xd800 || unit > 0xdfff) {
        bytes[at++] = 0xe0 | (unit >> 12)
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f)
        bytes[at++] = 0x80 | (unit & 0x3f)
      } else {
        return false
      }
    }
    this.length = at
    return true
  }

  append(other: Uint8Array): void {
    this.reserve(other.length)
    this.bytes.set(other, this.length)
    this.length += other.length
  }

  /** Writes a field header, then the content of another writer. */
  blockOf(field: number, { bytes, length }: ByteWriter): void {
    this.varint((field << 3) | 2)
    this.varint(length)
    this.append(bytes.subarray(0, length))
  }

  /** Begins a block of unknown length and returns the start of its content. */
  begin(field: number): number {
    this.varint((field << 3) | 2)
    // one length byte is enough for most blocks; end() moves the content otherwise
    this.reserve(1)
    return ++this.length
  }

  /** Ends the block whose content starts at `start`. */
  end(start: number): void {
    const size = this.length - start
    if (size >= 0x80) {
      const wide = size < 0x4000 ? 1 : size < 0x200000 ? 2 : size < 0x10000000 ? 3 : 4
      this.reserve(wide)
      this.bytes.copyWithin(start + wide, start, this.length)
    }
    this.length = start - 1
    this.varint(size)
    this.length += size
  }

  view(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }
}
