/**
 * A table inside a flatbuffer, read by field number. Every offset is checked: one that leads outside throws RangeError,
 * as reading beyond the end of the bytes does by itself.
 */
export class FlatbufferTable {
  readonly #vtableBytes: number

  constructor(
    readonly view: DataView,
    readonly at: number,
  ) {
    this.#vtableBytes = view.getUint16(at - view.getInt32(at, true), true)
  }

  static root(bytes: Uint8Array): FlatbufferTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return new FlatbufferTable(view, view.getUint32(0, true))
  }

  #field(number: number): number {
    const entry = 4 + 2 * number
    if (entry >= this.#vtableBytes) return 0
    const offset = this.view.getUint16(this.at - this.view.getInt32(this.at, true) + entry, true)
    return offset === 0 ? 0 : this.at + offset
  }

  ubyte(number: number, fallback = 0): number {
    const at = this.#field(number)
    return at === 0 ? fallback : this.view.getUint8(at)
  }

  ushort(number: number, fallback: number): number {
    const at = this.#field(number)
    return at === 0 ? fallback : this.view.getUint16(at, true)
  }

  int(number: number, fallback = 0): number {
    const at = this.#field(number)
    return at === 0 ? fallback : this.view.getInt32(at, true)
  }

  ulong(number: number): number {
    const at = this.#field(number)
    return at === 0 ? 0 : Number(this.view.getBigUint64(at, true))
  }

  text(number: number): string | null {
    const bytes = this.bytes(number)
    return bytes && new TextDecoder().decode(bytes)
  }

  bytes(number: number): Uint8Array | null {
    const vector = this.#vector(number, 1)
    return vector && new Uint8Array(this.view.buffer, this.view.byteOffset + vector.start, vector.length)
  }

  uints(number: number): number[] {
    const vector = this.#vector(number, 4)
    return vector
      ? Array.from({ length: vector.length }, (_, i) => this.view.getUint32(vector.start + 4 * i, true))
      : []
  }

  doubles(number: number): Float64Array {
    const vector = this.#vector(number, 8)
    if (!vector) return new Float64Array(0)
    return Float64Array.from({ length: vector.length }, (_, i) =>
      this.view.getFloat64(vector.start + 8 * i, true),
    )
  }

  table(number: number): FlatbufferTable | null {
    const at = this.#field(number)
    return at === 0 ? null : new FlatbufferTable(this.view, at + this.view.getUint32(at, true))
  }

  tables(number: number): FlatbufferTable[] {
    const vector = this.#vector(number, 4)
    if (!vector) return []
    return Array.from({ length: vector.length }, (_, i) => {
      const at = vector.start + 4 * i
      return new FlatbufferTable(this.view, at + this.view.getUint32(at, true))
    })
  }

  #vector(number: number, itemBytes: number): { start: number; length: number } | null {
    const at = this.#field(number)
    if (at === 0) return null
    const head = at + this.view.getUint32(at, true)
    const length = this.view.getUint32(head, true)
    if (head + 4 + length * itemBytes > this.view.byteLength) throw new RangeError('a vector ends outside')
    return { start: head + 4, length }
  }
}
