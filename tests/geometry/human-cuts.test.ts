import { describe, expect, it } from 'vitest'
import { applyChange } from '#shared/geometry/cell-set.ts'
import { split } from '#shared/geometry/operations/split.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { dividesInTwo, drawHumanCut } from '../helpers/geometry/human-cuts.ts'
import { findDefects, generateCellSet } from '../helpers/geometry/random-operations.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/**
 * Cuts as people draw them. LONGER=10 draws 1,000 that divide. At most 0.2 % of them may be refused; every
 * accepted one leaves a valid tiling.
 */
const CUTS = countRuns(100)
const CUTS_PER_SET = 20
const MAX_REFUSED = 0.002

describe('cuts as people draw them', () => {
  it(
    `are not refused if they divide a grid in two (${CUTS} cuts)`,
    () => {
      const seed = readSeed(20240606)
      const refused: string[] = []
      const kinds = new Set<string>()
      let dividing = 0
      for (let run = 0; dividing < CUTS; run++) {
        const random = createSeededRandom(seed + run)
        const set = generateCellSet(seed + run, random)
        for (let i = 0; i < CUTS_PER_SET && dividing < CUTS; i++) {
          const cut = drawHumanCut(set, random)
          const result = split(set, { cell: cut.cell, line: cut.line, newId: 5000 })
          if (result.ok) {
            const ids = result.value.put.map(({ id }) => id)
            expect(findDefects(applyChange(set, result.value), ids), `set ${seed + run}, cut ${i}`).toEqual(
              [],
            )
          }
          if (!dividesInTwo(set, cut)) continue
          dividing++
          kinds.add(cut.kind)
          if (!result.ok) refused.push(`set ${seed + run}, cut ${i}: ${cut.kind} ${result.reason.code}`)
        }
      }
      expect(kinds).toEqual(new Set(['clicked', 'freehand', 'along_border', 'round_enclave', 'loop']))
      expect(refused.length, refused.join('\n')).toBeLessThanOrEqual(MAX_REFUSED * CUTS)
    },
    2000 * CUTS,
  )
})
