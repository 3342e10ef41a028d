import type { RawGeometry } from '../model/format.ts'
import { readWkb } from '../wkb/read-wkb.ts'

/** Bytes of the envelope by its code in the flags (OGC 12-128r18, 2.1.3). */
const ENVELOPE_BYTES = [0, 32, 48, 48, 64]

/** null for an empty one, undefined when it is not one. */
export function readGpkgGeometry(blob: Uint8Array): RawGeometry | null | undefined {
  if (blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50) return undefined
  const flags = blob[3]!
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7]
  if (envelope === undefined || flags & 0x20) return undefined
  return flags & 0x10 ? null : readWkb(blob.subarray(8 + envelope))
}

/** `srs`: id in gpkg_spatial_ref_sys; `box` [west, south, east, north] becomes the envelope. */
export function writeGpkgGeometry(
  wkb: Uint8Array,
  srs: number,
  box: readonly [number, number, number, number],
): Uint8Array {
  const blob = new Uint8Array(40 + wkb.length)
  const view = new DataView(blob.buffer)
  blob.set([0x47, 0x50, 0, 0x03])
  view.setInt32(4, srs, true)
  const [west, south, east, north] = box
  ;[west, east, south, north].forEach((value, i) => view.setFloat64(8 + 8 * i, value, true))
  blob.set(wkb, 40)
  return blob
}
