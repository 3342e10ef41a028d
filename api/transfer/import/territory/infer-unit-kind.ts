import type { CommunityType, UnitKind, UnitLevel, UrbanRuralClass } from '#shared/contract/enums.ts'

/** What kind of unit it is by its code's last digits (NBS), else by its name. */
export function inferUnitKind(level: UnitLevel, code: string, name: string): UnitKind {
  if (level === 'district') {
    if (/(开发区|高新区|管理区|园区)$/.test(name)) return 'managing_zone'
    if (/县$|自治县$|旗$/.test(name)) return 'county'
    if (/市$/.test(name)) return 'county_city'
    return 'city_district'
  }
  const part = Number(code.slice(-3))
  if (level === 'street') {
    if (part >= 1 && part <= 99) return 'street'
    if (part >= 100 && part <= 199) return 'town'
    if (part >= 200 && part <= 399) return 'township'
    if (part >= 400 && part <= 599) return 'park_unit'
    return /镇$/.test(name)
      ? 'town'
      : /乡$/.test(name)
        ? 'township'
        : /街道/.test(name) || !/(园|区|场)$/.test(name)
          ? 'street'
          : 'park_unit'
  }
  if (part >= 1 && part <= 199) return 'community'
  if (part >= 200 && part <= 399) return 'village'
  return /村$|村委会$|村民委员会$/.test(name) ? 'village' : 'community'
}

/** A first guess at a community's type, which people correct: by its code and its urban–rural class. */
export function inferCommunityType(
  code: string,
  kind: UnitKind,
  urbanRural: UrbanRuralClass | null,
): { type: CommunityType; reason: string } {
  const street = Number(code.slice(6, 9))
  const village = Number(code.slice(9, 12))
  if (urbanRural === '123' || (street >= 400 && street <= 599) || (village >= 400 && village <= 599))
    return { type: 'park', reason: '按代码推定：园区' }
  if (kind === 'village' && (urbanRural === '111' || urbanRural === '112'))
    return { type: 'converted', reason: '按城乡分类推定：村改社区' }
  return kind === 'village'
    ? { type: 'village', reason: '按代码推定：村' }
    : { type: 'ordinary', reason: '按代码推定：社区' }
}
