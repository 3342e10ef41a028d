import { listAncestorCodes } from '#shared/contract/city/code-levels.ts'
import type { Target } from '#shared/contract/transfer/target.ts'
import type { RawPosition, RawFeature } from '../../../../data/formats/model/format.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import type { ColumnMapping } from '../rows/column-mapping.ts'
import { readRow } from '../rows/read-row.ts'
import type { PositionSample } from './detect-crs.ts'

/** Positions of each row that are looked at, and rows: each position is tried under some twenty coordinate systems. */
const OF_EACH = 6
const MOST_ROWS = 600

/** Positions of the first rows, each with the finest known unit that its row says it belongs to. */
export function samplePositions(
  target: Target,
  mapping: ColumnMapping,
  features: readonly RawFeature[],
  base: ExistingCity,
): PositionSample[] {
  const step = Math.max(1, Math.floor(features.length / MOST_ROWS))
  return features
    .filter((_, i) => i % step === 0)
    .flatMap((feature) => {
      const { values, geometry } = readRow(target, mapping, feature)
      if (!geometry || geometry.kind === 'other') return []
      const own = typeof values['code'] === 'string' && base.shapeOf(values['code']) ? values['code'] : null
      const isUnit = own !== null && base.units.has(own)
      const unit = isUnit ? own : finestUnit(base, values)
      const positions =
        geometry.kind === 'points'
          ? geometry.points
          : geometry.kind === 'lines'
            ? geometry.lines.flat()
            : geometry.polygons.flat(2)
      return spread(positions).flatMap(([x, y]) =>
        Number.isFinite(x) && Number.isFinite(y) ? [{ x: x!, y: y!, unit, onBorder: isUnit }] : [],
      )
    })
}

function finestUnit(base: ExistingCity, values: Readonly<Record<string, unknown>>): string | null {
  const { code, communityCode, legalParentCode, communityName, streetName, districtName } = values
  const named = (level: 'community' | 'street' | 'district', name: unknown) => {
    const found = typeof name === 'string' ? base.named(level, name) : []
    return found.length === 1 ? found : []
  }
  const codes = [
    communityCode,
    legalParentCode,
    ...(typeof code === 'string' && /^\d+$/.test(code) ? listAncestorCodes(code) : []),
    ...(typeof communityCode === 'string' ? listAncestorCodes(communityCode) : []),
    ...named('community', communityName),
    ...named('street', streetName),
    ...named('district', districtName),
  ]
  return codes.find((each): each is string => typeof each === 'string' && base.shapeOf(each) !== null) ?? null
}

function spread(positions: readonly RawPosition[]): RawPosition[] {
  const step = Math.max(1, Math.floor(positions.length / OF_EACH))
  return positions.filter((_, i) => i % step === 0).slice(0, OF_EACH)
}
