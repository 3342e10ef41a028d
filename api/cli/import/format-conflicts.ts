import type { TilingConflict } from '../../transfer/import/staging/tiling-conflict.ts'
import { formatPlace } from '../../transfer/import/geometry/format-place.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { formatSquareMetres } from '#shared/formats/format-square-metres.ts'
import { formatTable } from './format-table.ts'

/** Returns a table of gaps, overlaps and land outside its unit: how large, where, and who could have it. */
export function formatConflicts(
  conflicts: readonly TilingConflict[],
  more: number,
  language: 'zh' | 'en',
): string {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en)
  const kinds = {
    gap: say('缺口', 'gap'),
    overlap: say('重叠', 'overlap'),
    outside: say('越界', 'outside'),
  }
  const table = formatTable(
    [
      [
        say('待定地块', 'place'),
        say('平方米', 'm²'),
        say('位置', 'at'),
        say('单位', 'unit'),
        say('可归', 'could go to'),
      ],
      ...conflicts.map(({ kind, areaM2, shape, unit, unitName, receivers }) => [
        kinds[kind],
        formatSquareMetres(areaM2),
        formatPlace(computeInteriorPoint(shape)),
        unitName || unit || '–',
        receivers.map((code) => code || say('裁去', 'nobody')).join(say('、', ', ')),
      ]),
    ],
    { head: true },
  )
  return more > 0 ? `${table}\n${say(`… 另有 ${more} 处`, `… and ${more} more`)}` : table
}
