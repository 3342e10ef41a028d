/** Metres on the ground under one CSS pixel; `zoom` counts tiles of 512 pixels. */
export function computeMetresPerPixel(latitude: number, zoom: number): number {
  return (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom)
}

/** The longest round length that a scale bar of at most `pixels` can show. */
export function fitScaleBar(metresOfPixel: number, pixels: number): { metres: number; pixels: number } {
  const longest = metresOfPixel * pixels
  const power = 10 ** Math.floor(Math.log10(longest))
  const metres = ([5, 2, 1].find((step) => step * power <= longest) ?? 1) * power
  return { metres, pixels: metres / metresOfPixel }
}
