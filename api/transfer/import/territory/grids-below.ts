import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { certifyTiling } from '#shared/geometry/topology/certify-tiling.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { decodeArea } from '../../tables/decode-shapes.ts'
import { readTablePages, type PageReader } from '../../tables/read-table-pages.ts'
import { toHex } from '../../tables/stored-rows.ts'
import { mergeBoxes } from '../geometry/merge-boxes.ts'
import type { collectSteps } from '../staging/collect-steps.ts'
import { stageGridChange } from './stage-grid-change.ts'
import type { ExistingGrid } from './existing-grid.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'

/** The grids of a city during an import of units: they are not moved, but follow vertices, and should still tile their community. */
export interface GridsBelow {
  /** Shapes by code. */
  shapes: ReadonlyMap<string, MultiPolygon>
  /** Whether the grids of a community tile it; true when it has none. */
  stillTile(community: string, outlines: OutlinesByCode): boolean
  /** Stages the grids that were given vertices; returns the box of them. */
  stageChanged(
    steps: ReturnType<typeof collectSteps>,
    outlines: OutlinesByCode,
    day: string,
  ): Promise<Box | null>
}

export async function loadGridsBelow(read: PageReader): Promise<GridsBelow> {
  const standing: ExistingGrid[] = []
  const byCommunity = new Map<string, string[]>()
  for await (const page of readTablePages<ExistingGrid>(read, 'grids'))
    for (const grid of page) {
      if (grid.validTo != null) continue
      standing.push(grid)
      byCommunity.set(grid.communityCode, [...(byCommunity.get(grid.communityCode) ?? []), grid.code])
    }
  const shapes = new Map(standing.map(({ code, geometry }) => [code, decodeArea(geometry)]))
  return {
    shapes,
    stillTile(community, outlines) {
      const outline = outlines.get(community)
      const cells = (byCommunity.get(community) ?? []).flatMap((code) => {
        const shape = outlines.get(code)
        return shape === undefined ? [] : [shape]
      })
      if (cells.length === 0 || outline === undefined) return true
      return certifyTiling(toFlatPolygons(cells), toFlatPolygons([outline])).holds
    },
    async stageChanged(steps, outlines, day) {
      let box: Box | null = null
      for (const before of standing) {
        const shape = outlines.get(before.code)
        if (shape === undefined || shape === shapes.get(before.code)) continue
        const { id: _id, validTo: _validTo, version: _version, revision: _revision, ...facts } = before
        box = mergeBoxes(box, getShapeBox(shape))
        const after = { ...facts, geometry: toHex(writeTwkbMultiPolygon(shape)) }
        await stageGridChange(steps, before, after, day)
      }
      await steps.flush()
      return box
    },
  }
}
