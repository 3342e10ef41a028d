import type { FieldType, TargetField } from '#shared/contract/transfer/target.ts'
import { fillPlaceholders, type LocalizedText } from '#shared/contract/transfer/localized-text.ts'

/** What templates say of their columns, in both languages. */

export type TemplateLanguage = keyof LocalizedText

export const TEMPLATE_TEXTS = {
  file: { zh: '{target}导入模板', en: '{target} template' },
  heading: { zh: '列名', en: 'Column' },
  rule: { zh: '怎样填写', en: 'How to fill it in' },
  example: { zh: '示例', en: 'Example' },
  rows: {
    zh: '在“{sheet}”表中填写，一行一个。列名不要改动，用不到的列可以整列删去。',
    en: 'Fill in the sheet “{sheet}”, one item per row. Keep the column headings; columns that you do not need can be deleted.',
  },
  marked: {
    zh: '第 2 行是示例，可以改写或删除；只要有一格以“{mark}”开头，这一行就不导入。',
    en: 'Row 2 is an example: overwrite or delete it. A row with a cell that begins with “{mark}” is not imported.',
  },
  needed: {
    zh: '带 * 的列必须填写，其余可以空着。',
    en: 'Columns marked * are required; the others may be left empty.',
  },
  codes: {
    zh: '代码列是文本格式。粘贴时请选“只粘贴值”，否则长代码会变成 3.2E+14，无法恢复。',
    en: 'Code columns are formatted as text. Paste values only, or long codes turn into 3.2E+14 and are lost.',
  },
  units: {
    zh: '数字按列名中的单位填写，不写单位。',
    en: 'Enter numbers in the unit given in the column heading, without writing the unit.',
  },
  system: {
    zh: '坐标系写在列名里。坐标若取自高德、腾讯地图，把 CGCS2000 改成 GCJ-02；取自百度地图，改成 BD-09。',
    en: 'The column headings state the coordinate system. For coordinates from AMap or Tencent change CGCS2000 to GCJ-02, for those from Baidu to BD-09.',
  },
  persons: {
    zh: '只填单位、场所和数量，不填个人信息。',
    en: 'Units, places and counts only; no personal data.',
  },
  isNeededOnce: {
    zh: '新增时必填；已有的凭代码对上，可空着，保留原来的。',
    en: 'Required for new items; an existing one is found by its code and keeps its value if this is empty. ',
  },
  isNeeded: { zh: '必填。', en: 'Required. ' },
  fallback: { zh: '空着即为“{value}”。', en: ' Empty means {value}.' },
  ownCode: {
    zh: '空着则按名称、位置对上已有的，或编临时代码。',
    en: ' If empty, the row is matched by name or place, or is given a provisional code.',
  },
  unitName: { zh: '用来找到所属单位。', en: ' Used to find the unit that it belongs to.' },
  words: { zh: '可选：{words}。', en: 'One of: {words}.' },
  longitude: { zh: '经度({system})', en: 'Longitude ({system})' },
  latitude: { zh: '纬度({system})', en: 'Latitude ({system})' },
  shape: { zh: '图形WKT({system})', en: 'WKT ({system})' },
  degrees: { zh: '度，如 {degrees}，或 {minutes}。', en: 'Degrees, such as {degrees} or {minutes}.' },
  wkt: {
    zh: 'WKT 文本，经度在前。图形一般用 GIS 文件（shp、GeoPackage、GeoJSON）导入，那里不需要这一列。',
    en: 'Well-known text, longitude first. Shapes are usually imported from a GIS file (shp, GeoPackage, GeoJSON), which needs no such column.',
  },
} as const satisfies Record<string, LocalizedText>

/** The rule of a field that follows from its type. */
export function describeType({ type, offered }: TargetField, language: TemplateLanguage): string {
  const details =
    type.kind === 'code'
      ? { digits: type.lengths.join(language === 'zh' ? ' 或 ' : ' or ') }
      : type.kind === 'choice'
        ? { words: listWords({ type, offered }, language)!.join(language === 'zh' ? '、' : ', ') }
        : { ...type }
  const rule =
    type.kind !== 'number'
      ? RULES[type.kind]
      : type.decimals === 0
        ? WHOLE
        : type.most > 1e9
          ? ANY_NUMBER
          : RULES.number
  return fillPlaceholders(rule[language], details)
}

const RULES: Record<FieldType['kind'], LocalizedText> = {
  text: { zh: '文字，最多 {limit} 个字。', en: 'Text of at most {limit} characters.' },
  code: { zh: '{digits} 位数字。', en: '{digits} digits.' },
  word: { zh: '字母、数字和短横，最多 40 个。', en: 'At most 40 letters, digits and dashes.' },
  count: { zh: '整数。', en: 'A whole number.' },
  number: { zh: '数字，{least} 到 {most}。', en: 'A number from {least} to {most}.' },
  day: { zh: '日期，如 2018-06-01。', en: 'A day, such as 2018-06-01.' },
  truth: { zh: '是或否。', en: 'Yes or no.' },
  choice: TEMPLATE_TEXTS.words,
  list: { zh: '多项之间用分号隔开。', en: 'Several, separated by semicolons.' },
  place: {
    zh: '经度和纬度，如 120.157213 33.347512，坐标系与图形一致。',
    en: 'Longitude and latitude, such as 120.157213 33.347512, in the coordinate system of the shape.',
  },
  json: { zh: '', en: '' },
}
const WHOLE: LocalizedText = {
  zh: '整数，{least} 到 {most}。',
  en: 'A whole number from {least} to {most}.',
}
const ANY_NUMBER: LocalizedText = { zh: '数字。', en: 'A number.' }

const TRUTHS = { zh: ['是', '否'], en: ['yes', 'no'] } as const

/** The words that a cell may hold; undefined: any. */
export function listWords(
  { type, offered }: Pick<TargetField, 'type' | 'offered'>,
  language: TemplateLanguage,
): readonly string[] | undefined {
  if (type.kind === 'truth') return TRUTHS[language]
  if (type.kind !== 'choice') return undefined
  return (offered ?? Object.keys(type.values)).map((value) => toWord(type, value, language))
}

/** A stored value as a cell of the template has it. */
export function toWord(
  type: FieldType,
  value: string | number | boolean,
  language: TemplateLanguage,
): string {
  if (typeof value === 'boolean') return TRUTHS[language][value ? 0 : 1]
  if (type.kind !== 'choice') return String(value)
  const chinese = type.values[String(value)]?.find((word) => /[\u4e00-\u9fff]/.test(word))
  return language === 'zh' && chinese !== undefined ? chinese : String(value).replaceAll('_', ' ')
}
