import { PNG } from 'pngjs'

/** Returns a picture in which each pixel has the mean colour of a square of `block` pixels; a rest at the edges is cut off. */
export function shrinkPicture(picture: PNG, block: number): PNG {
  const width = Math.floor(picture.width / block)
  const height = Math.floor(picture.height / block)
  const small = new PNG({ width, height })
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const sums = [0, 0, 0, 0]
      for (let row = y * block; row < (y + 1) * block; row++)
        for (let column = x * block; column < (x + 1) * block; column++)
          for (let channel = 0; channel < 4; channel++)
            sums[channel] =
              (sums[channel] ?? 0) + (picture.data[(row * picture.width + column) * 4 + channel] ?? 0)
      sums.forEach((sum, channel) => {
        small.data[(y * width + x) * 4 + channel] = Math.round(sum / block ** 2)
      })
    }
  return small
}
