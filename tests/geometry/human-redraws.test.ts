import { describe, expect, it } from 'vitest'
import { applyChange } from '#shared/geometry/cell-set.ts'
import { reshape } from '#shared/geometry/operations/reshape.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { drawHumanRedraw } from '../helpers/geometry/human-redraws.ts'
import { findDefects, generateCellSet } from '../helpers/geometry/random-operations.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/**
 * Borders redrawn as people draw them, most of them past junctions. Only a line that would leave land without a grid,
 * or take land from outside, may be refused; every accepted one leaves a valid tiling.
 */
const REDRAWS = countRuns(100)
const REDRAWS_PER_SET = 20
const MAX_REFUSED = 0.01

describe('borders redrawn by hand', () => {
  it(
    `are not refused inside the area, also past junctions (${REDRAWS} redraws)`,
    () => {
      const seed = readSeed(20240707)
      const refused: string[] = []
      let inside = 0
      for (let run = 0; inside < REDRAWS; run++) {
        const random = createSeededRandom(seed + run)
        const set = generateCellSet(seed + run, random)
        for (let i = 0; i < REDRAWS_PER_SET && inside < REDRAWS; i++) {
          const redraw = drawHumanRedraw(set, random)
          const result = reshape(set, redraw)
          if (!result.ok && result.reason.code === 'outside_area') continue
          inside++
          if (!result.ok) {
            refused.push(`set ${seed + run}, redraw ${i}: ${result.reason.code}`)
            continue
          }
          const ids = result.value.put.map(({ id }) => id)
          expect(findDefects(applyChange(set, result.value), ids), `set ${seed + run}, redraw ${i}`).toEqual(
            [],
          )
        }
      }
      expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(MAX_REFUSED * REDRAWS)
    },
    2000 * REDRAWS,
  )
})
