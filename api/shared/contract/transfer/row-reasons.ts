import { buildingReasons } from './building-reasons.ts'
import { osmReasons } from './osm-reasons.ts'
import { shapeReasons } from './shape-reasons.ts'
import type { LocalizedText } from './localized-text.ts'

/**
 * Findings of one row. `refused`: not imported; `flagged`: imported unchanged, needs a check; `mended`:
 * imported with a repair; `note`: routine, only counted.
 */
export const rowReasons = {
  // texts
  undecodable_text: {
    severity: 'flagged',
    zh: '“{field}”的文字已损坏，未采用：{value}',
    en: 'The text in “{field}” is destroyed: {value} was not taken',
  },
  mixed_encoding: {
    severity: 'mended',
    zh: '本行编码与其余不同，按 {encoding} 读取',
    en: 'This row is in another encoding than the rest: read as {encoding}',
  },
  text_cut: {
    severity: 'mended',
    zh: '“{field}”末尾被截断的半个字已去掉',
    en: 'Half a character at the cut end of “{field}” was dropped',
  },
  text_too_long: {
    severity: 'flagged',
    zh: '“{field}”超过 {limit} 个字符，未采用',
    en: '“{field}” is longer than {limit} characters: not taken',
  },
  // values
  value_missing: { severity: 'refused', zh: '缺少“{field}”', en: '“{field}” is missing' },
  value_not_number: {
    severity: 'flagged',
    zh: '“{field}”不是数字，未采用：{value}',
    en: '“{field}” is not a number: {value} was not taken',
  },
  value_not_whole: {
    severity: 'flagged',
    zh: '“{field}”应为整数，未采用：{value}',
    en: '“{field}” should be a whole number: {value} was not taken',
  },
  value_out_of_range: {
    severity: 'flagged',
    zh: '“{field}”超出范围，未采用：{value}',
    en: '“{field}” is out of range: {value} was not taken',
  },
  value_not_day: {
    severity: 'flagged',
    zh: '“{field}”不是日期，未采用：{value}',
    en: '“{field}” is not a date: {value} was not taken',
  },
  value_not_choice: {
    severity: 'flagged',
    zh: '“{field}”不在可选值之内，未采用：{value}',
    en: '“{field}” is none of the known values: {value} was not taken',
  },
  managing_unknown: {
    severity: 'flagged',
    zh: '管理单位 {value} 不在本市，未采用',
    en: 'The managing unit {value} is not in this city: it was not taken',
  },
  value_not_truth: {
    severity: 'flagged',
    zh: '“{field}”应为是或否，未采用：{value}',
    en: '“{field}” should be yes or no: {value} was not taken',
  },
  value_not_json: {
    severity: 'flagged',
    zh: '“{field}”无法读取，未采用',
    en: '“{field}” cannot be read, and was not taken',
  },
  attributes_missing: {
    severity: 'refused',
    zh: '图形没有对应的属性行',
    en: 'The shape has no row of attributes',
  },
  row_too_wide: {
    severity: 'refused',
    zh: '这一行的列数与表头不符',
    en: 'The row does not have as many columns as the head',
  },
  row_broken: { severity: 'refused', zh: '这一行无法读取', en: 'The row cannot be read' },
  unit_converted: {
    severity: 'note',
    zh: '“{column}”已换算成“{field}”的单位',
    en: '“{column}” was converted to the unit of “{field}”',
  },
  unit_contradicts: {
    severity: 'flagged',
    zh: '“{column}”与格内的单位不一致，未采用：{value}',
    en: 'The unit in the cell is not that of “{column}”: {value} was not taken',
  },
  // codes
  code_missing: {
    severity: 'refused',
    zh: '没有代码，也无法按名称或位置对上',
    en: 'There is no code, and neither name nor place tells which one it is',
  },
  codes_used_up: {
    severity: 'refused',
    zh: '没有代码的单位超过临时代码的数量（{count} 个），请给文件加一列代码',
    en: 'There are more units without a code than provisional codes ({count}): add a column with codes',
  },
  code_of_other_target: {
    severity: 'refused',
    zh: '代码 {value} 已属于{zh}“{name}”：请改代码，或改选导入的目标',
    en: 'The code {value} is that of “{name}” among {en}: give it another code, or choose that target',
  },
  code_foreign: {
    severity: 'mended',
    zh: '代码 {value} 不是统计用代码，记作别名',
    en: '{value} is no code of the statistics office: it is kept as another name of the unit',
  },
  code_mangled: {
    severity: 'refused',
    zh: '代码被电子表格改坏：{value}',
    en: 'A spreadsheet has spoilt the code: {value}',
  },
  code_wrong_form: {
    severity: 'refused',
    zh: '代码格式不对：{value}',
    en: 'The code is not of the right form: {value}',
  },
  code_elsewhere: {
    severity: 'refused',
    zh: '代码 {value} 不属于本市',
    en: 'The code {value} belongs to another city',
  },
  code_twice: {
    severity: 'refused',
    zh: '代码 {value} 与第 {row} 行重复',
    en: 'The code {value} stands in row {row} already',
  },
  part_of_row: { severity: 'note', zh: '并入第 {row} 行', en: 'Joined to row {row}' },
  code_retired: {
    severity: 'refused',
    zh: '代码 {value} 属于已撤销的网格，不能再用',
    en: 'The code {value} belonged to one that is no more and is not used again',
  },
  code_shortened: {
    severity: 'note',
    zh: '代码去掉了末尾补位的零',
    en: 'Padding zeros at the end of the code were dropped',
  },
  code_made: {
    severity: 'mended',
    zh: '文件里没有可用的代码，编了临时代码 {value}',
    en: 'The file has no code of it that can be used: given the provisional one {value}',
  },
  name_made: {
    severity: 'mended',
    zh: '没有名称，按社区起名为 {value}',
    en: 'There was no name: called {value} after its community',
  },
  matched_by_name: { severity: 'mended', zh: '按名称对上 {value}', en: 'Matched {value} by its name' },
  matched_by_alias: {
    severity: 'note',
    zh: '按别名代码对上 {value}',
    en: 'Matched {value} by another code of it',
  },
  matched_by_place: { severity: 'mended', zh: '按位置对上 {value}', en: 'Matched {value} by its place' },
  unknown_parent: {
    severity: 'refused',
    zh: '上级单位 {value} 不存在',
    en: 'The unit above, {value}, is not known',
  },
  matched_by_address: {
    severity: 'note',
    zh: '按地址对上 {value}',
    en: 'Matched {value} by its address',
  },
  ...buildingReasons,
  ...osmReasons,
  parent_by_place: { severity: 'note', zh: '按位置归入 {value}', en: 'Put into {value} by its place' },
  parent_not_found: {
    severity: 'refused',
    zh: '没有可用的代码，也不在任何已知社区之内',
    en: 'It has no code that can be used, and lies in no known community',
  },
  unknown_reference: { severity: 'refused', zh: '{value} 不存在', en: '{value} is not known' },
  ...shapeReasons,
  // tiling
  border_snapped: {
    severity: 'mended',
    zh: '与邻格对齐，移动不超过 {m} 米',
    en: 'Fitted to its neighbours, moved by at most {m} m',
  },
  border_kept: {
    severity: 'note',
    zh: '边界与现有的相差不超过 {m} 米，保留现有边界',
    en: 'Its border is at most {m} m from the one that stands, which is kept',
  },
  sliver_given: {
    severity: 'mended',
    zh: '边上 {m2} 平方米的碎缝归它',
    en: 'Given a sliver of {m2} m² along its border',
  },
  sliver_taken: {
    severity: 'mended',
    zh: '边上 {m2} 平方米的重叠让给邻格',
    en: 'A sliver of {m2} m² along its border went to its neighbour',
  },
  land_given: { severity: 'mended', zh: '按选择划入 {m2} 平方米', en: 'Given {m2} m², as was chosen' },
  land_taken: { severity: 'mended', zh: '按选择划出 {m2} 平方米', en: 'Lost {m2} m², as was chosen' },
  not_fitted: {
    severity: 'flagged',
    zh: '边界未能与邻格对齐，原样保留，位置 {at}',
    en: 'Its border could not be fitted to its neighbours and is as in the file, at {at}',
  },
  loop_removed: {
    severity: 'mended',
    zh: '边界在 {at} 自相交，去掉了 {m2} 平方米的细环',
    en: 'The border crossed itself at {at}: a thin loop of {m2} m² was dropped',
  },
  loop_found: {
    severity: 'note',
    zh: '边界在 {at} 自相交，有 {m2} 平方米的细环，收下时会去掉',
    en: 'The border crosses itself at {at}: a thin loop of {m2} m² would be dropped with the row taken',
  },
  left_for_draft: {
    severity: 'flagged',
    zh: '所在社区有待定地块，留作边界草案',
    en: 'Its community has land without a clear owner: left for a draft',
  },
  overlaps: { severity: 'flagged', zh: '与 {other} 重叠 {m2} 平方米', en: 'Overlaps {other} by {m2} m²' },
  outside_unit: {
    severity: 'flagged',
    zh: '有 {m2} 平方米在 {other} 边界之外',
    en: 'Reaches {m2} m² beyond the border of {other}',
  },
  inside_does_not_fit: {
    severity: 'flagged',
    zh: '其下级单位或网格与新边界不再吻合',
    en: 'The units or grids inside it no longer match its new border',
  },
  gap_beside: {
    severity: 'flagged',
    zh: '旁边有 {m2} 平方米没有归属',
    en: 'Beside it {m2} m² belong to none',
  },
} as const satisfies Record<string, LocalizedText & { severity: Severity }>

export type RowReason = keyof typeof rowReasons
export type Severity = 'refused' | 'flagged' | 'mended' | 'note'
