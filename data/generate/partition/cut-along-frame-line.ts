import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { Cut, CutEnd } from './cut.ts'
import type { Axis } from './find-chords.ts'

const place = new Float64Array(2)

/**
 * The cut along a line of the frame between two ends. Vertices stand at fixed places of the line, so that whoever
 * follows the same line elsewhere continues the same curve; near an end that has slid aside they are left out.
 */
export function buildCutAlongFrameLine(
  frame: CurvilinearFrame,
  axis: Axis,
  value: number,
  from: CutEnd,
  to: CutEnd,
): Cut {
  const start = axis === 0 ? from.v : from.u,
    end = axis === 0 ? to.v : to.u
  const low = Math.min(start, end),
    high = Math.max(start, end)
  const middle = (low + high) / 2
  const wildness = axis === 0 ? frame.wildness(value, middle) : frame.wildness(middle, value)
  const step = wildness > 0.45 ? 145 : wildness > 0.2 ? 180 : 260
  const slide = (at: CutEnd) => Math.abs((axis === 0 ? at.u : at.v) - value)
  const margin = (at: CutEnd) => Math.max(0.4 * step, 1.8 * slide(at))
  const marginLow = margin(start <= end ? from : to),
    marginHigh = margin(start <= end ? to : from)

  const cut: Cut = { from, to, inner: [], innerU: [], innerV: [] }
  for (let k = Math.ceil((low + marginLow) / step); k * step <= high - marginHigh; k++) {
    const u = axis === 0 ? value : k * step,
      v = axis === 0 ? k * step : value
    frame.toLattice(u, v, place)
    cut.inner.push(place[0]!, place[1]!)
    cut.innerU.push(u)
    cut.innerV.push(v)
  }
  if (start > end) reverse(cut)
  return cut
}

function reverse(cut: Cut): void {
  cut.innerU.reverse()
  cut.innerV.reverse()
  const flipped: number[] = []
  for (let i = cut.inner.length - 2; i >= 0; i -= 2) flipped.push(cut.inner[i]!, cut.inner[i + 1]!)
  cut.inner = flipped
}
