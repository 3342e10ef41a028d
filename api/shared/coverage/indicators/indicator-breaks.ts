/** Classes of a ramp. */
const CLASSES = 5

/**
 * Limits between five classes that hold about equally many of the values, rounded to two digits so that they can be
 * read. Taken over all years together: the same colour means the same number in each. Fewer where values are alike.
 */
export function computeIndicatorBreaks(values: ArrayLike<number>): number[] {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const least = known[0] ?? NaN
  const breaks: number[] = []
  for (let part = 1; part < CLASSES; part++) {
    const limit = rounded(known[Math.floor((part * known.length) / CLASSES)] ?? NaN)
    // a class that nothing could fall into would only be a line in the legend
    if (limit > (breaks.at(-1) ?? least)) breaks.push(limit)
  }
  return breaks
}

function rounded(value: number): number {
  return Number(value.toPrecision(2))
}
