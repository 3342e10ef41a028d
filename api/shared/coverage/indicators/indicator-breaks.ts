/** Number of classes of the ramp. */
const CLASSES = 5

/**
 * Returns the limits between five classes of about equal size, rounded to two significant digits. The values
 * of all years are classified together, so that a colour means the same number in every year. Equal values
 * give fewer classes.
 */
export function computeIndicatorBreaks(values: ArrayLike<number>): number[] {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const minimum = known[0] ?? NaN
  const breaks: number[] = []
  for (let part = 1; part < CLASSES; part++) {
    const limit = rounded(known[Math.floor((part * known.length) / CLASSES)] ?? NaN)
    // skip limits that would give an empty class
    if (limit > (breaks.at(-1) ?? minimum)) breaks.push(limit)
  }
  return breaks
}

function rounded(value: number): number {
  return Number(value.toPrecision(2))
}
