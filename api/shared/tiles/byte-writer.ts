const utf8 = new TextEncoder()

/** A growing byte array with the primitives of protocol buffers; one is reused for all tiles. */
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

  /** Two whole numbers of either sign, zigzag-coded, within 31 bits: the step of a path. */
  step(dx: number, dy: number): void {
    if (this.length + 10 > this.bytes.length) this.reserve(10)
    const { bytes } = this
    let at = this.length
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
    this.length = at
  }

  double(value: number): void {
    this.reserve(8)
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true)
    this.length += 8
  }

  /** Field header, then text as UTF-8. */
  text(field: number, value: string): void {
    // a UTF-16 unit takes three bytes at the most
    this.reserve(value.length * 3 + 12)
    this.varint((field << 3) | 2)
    if (value.length * 3 < 0x80) {
      const { written } = utf8.encodeInto(value, this.bytes.subarray(this.length + 1))
      this.bytes[this.length] = written
      this.length += written + 1
    } else {
      const encoded = utf8.encode(value)
      this.varint(encoded.length)
      this.append(encoded)
    }
  }

  append(other: Uint8Array): void {
    this.reserve(other.length)
    this.bytes.set(other, this.length)
    this.length += other.length
  }

  /** Field header, then what another writer holds. */
  blockOf(field: number, { bytes, length }: ByteWriter): void {
    this.varint((field << 3) | 2)
    this.varint(length)
    this.append(bytes.subarray(0, length))
  }

  /** Begins a block whose length is not known yet, and says where its content starts. */
  begin(field: number): number {
    this.varint((field << 3) | 2)
    // one byte is enough for most blocks; end() makes room for more
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
