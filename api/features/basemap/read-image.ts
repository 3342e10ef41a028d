export interface BasemapImage {
  bytes: Buffer
  type: 'image/png' | 'image/jpeg' | 'image/webp'
}

/** The type of an image by its first bytes, whatever anybody says of it; null: none that browsers are given. */
export function readImage(bytes: Buffer): BasemapImage | null {
  const type = bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47]))
    ? 'image/png'
    : bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
      ? 'image/jpeg'
      : bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
        ? 'image/webp'
        : null
  return type === null ? null : { bytes, type }
}
