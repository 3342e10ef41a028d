import type { LocalizedText } from '../localized-text.ts'
import type { FieldType, TargetField } from '../target.ts'

/** Field types and fields that several targets have. */

/** Text of at most `limit` characters. */
export const text = (limit: number): FieldType => ({ kind: 'text', limit })
export const count: FieldType = { kind: 'count', most: 2_000_000_000 }
/** One of the values, each with the synonyms that files use for it. */
export const choice = <T extends string>(
  values: readonly T[],
  synonyms: Partial<Record<T, readonly string[]>> = {},
): FieldType => ({
  kind: 'choice',
  values: Object.fromEntries(values.map((value) => [value, synonyms[value] ?? []])),
})

/** The required name of a row; `synonyms` are the column names of the target. */
export const nameField = (synonyms: readonly string[], example: LocalizedText): TargetField => ({
  key: 'name',
  short: 'NAME',
  zh: '名称',
  en: 'Name',
  type: text(200),
  synonyms: [...synonyms, 'mc', 'xzqmc', 'title', 'label', '名字', '全称'],
  required: true,
  example,
})
export const nameEn: TargetField = {
  key: 'nameEn',
  short: 'NAME_EN',
  zh: '英文名',
  en: 'English name',
  type: text(200),
  synonyms: ['enname', 'english', '英文名称', '英文'],
  example: 'Qingnian',
}
export const validFrom: TargetField = {
  key: 'validFrom',
  short: 'VALIDFROM',
  zh: '生效日期',
  en: 'Valid from',
  type: { kind: 'day' },
  synonyms: ['from', 'since', '设立日期', '启用日期', '启用时间'],
}
export const aliasCodes: TargetField = {
  key: 'aliasCodes',
  short: 'ALIASES',
  zh: '别名代码',
  en: 'Other codes',
  type: { kind: 'json' },
  synonyms: [],
}
export const community: TargetField = {
  key: 'communityCode',
  short: 'COMMUNITY',
  zh: '社区代码',
  en: 'Community code',
  type: { kind: 'code', lengths: [12] },
  synonyms: [
    'sqdm',
    'sqbm',
    'cjdm',
    'cundm',
    '所属社区代码',
    '村社区代码',
    '村居代码',
    'communityid',
    'community',
    '社区编码',
  ],
}
export const communityName: TargetField = {
  key: 'communityName',
  short: 'COMMNAME',
  zh: '社区名称',
  en: 'Community name',
  type: text(200),
  synonyms: ['社区', '所属社区', '村居', '村社区', '所属村居', 'sqmc', 'cjmc', '村(居)', '社区村'],
  helper: true,
  example: { zh: '青年社区', en: 'Qingnian Community' },
}
export const streetName: TargetField = {
  key: 'streetName',
  short: 'STREETNAME',
  zh: '街道名称',
  en: 'Street name',
  type: text(200),
  synonyms: ['街道', '所属街道', '乡镇', '镇街', '镇(街道)', '乡镇街道', 'jdmc', 'xzmc', 'zjmc'],
  helper: true,
  example: { zh: '青年街道', en: 'Qingnian Street' },
}
export const districtName: TargetField = {
  key: 'districtName',
  short: 'DISTNAME',
  zh: '区县名称',
  en: 'District name',
  type: text(200),
  synonyms: ['区县', '所属区县', '县区', '区', '县(市、区)', 'qxmc', 'xqmc'],
  helper: true,
  example: { zh: '青年区', en: 'Qingnian District' },
}
