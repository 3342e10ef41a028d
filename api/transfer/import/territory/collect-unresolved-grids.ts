import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import type { UnresolvedGrids } from '../staging/unresolved-grids.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { toHex } from '../../tables/stored-rows.ts'
import { findLineage } from './find-lineage.ts'
import type { OutlinesByCode } from '../fitting/outlines.ts'

/**
 * `fitted`: how everything would lie with those grids; `written`: how it lies without them, which is what the commit
 * writes. Where the two differ elsewhere, neighbours have followed.
 */
export function collectUnresolvedGrids({
  grids,
  gone,
  fitted,
  written,
  known,
}: {
  grids: readonly UnresolvedGrids['grids'][number][]
  gone: readonly { code: string; communityCode: string }[]
  fitted: OutlinesByCode
  written: OutlinesByCode
  known: ReadonlySet<string>
}): UnresolvedGrids[] {
  const streets = new Map<string, UnresolvedGrids['grids']>()
  for (const grid of grids) {
    const street = getAncestorCode(grid.communityCode, 'street')
    const here = streets.get(street)
    if (here) here.push(grid)
    else streets.set(street, [grid])
  }
  return [...streets].map(([street, own]) => {
    const codes = new Set(own.map(({ code }) => code))
    const communities = [...new Set(own.map(({ communityCode }) => communityCode))].sort()
    const boxes = communities
      .flatMap((code) => fitted.get(code) ?? [])
      .map((polygon) => getShapeBox([polygon]))
    const around = [...fitted].filter(([code, shape]) => {
      if (codes.has(code) || written.get(code) === shape || !written.has(code)) return false
      const [west, south, east, north] = getShapeBox(shape)
      return boxes.some((box) => box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south)
    })
    const retire = gone
      .filter(({ communityCode }) => communities.includes(communityCode))
      .map(({ code }) => code)
    const shapesOf = (list: readonly string[], outlines: OutlinesByCode) =>
      list.flatMap((code) => {
        const shape = outlines.get(code)
        return shape ? [{ code, shape }] : []
      })
    return {
      street,
      communities,
      grids: own,
      around: around.map(([code, shape]) => ({ code, geometry: toHex(writeTwkbMultiPolygon(shape)) })),
      retire,
      lineage: findLineage(
        shapesOf(retire, written),
        shapesOf(
          [...codes].filter((code) => !known.has(code)),
          fitted,
        ),
      ),
    }
  })
}
