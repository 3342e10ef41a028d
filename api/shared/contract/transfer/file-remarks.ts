import type { LocalizedText } from './localized-text.ts'

/** How a file was read, where that is not evident, and what may be missing in it; for the command line and the pages. */
export const fileRemarks = {
  head_row: {
    zh: '列名取自文件第 {row} 行，其上 {above} 行未取',
    en: 'The names of the columns are in row {row} of the file, below {above} that were left out',
  },
  head_joined: {
    zh: '列名分两行，第 {row}、{below} 行已合并',
    en: 'The names of the columns are in two rows, {row} and {below}, which were joined',
  },
  example_left: {
    zh: '标为示例的行未导入，共 {count} 行',
    en: 'Rows marked as examples were not imported: {count}',
  },
  merged_filled: {
    zh: '合并单元格已向下填充，共 {count} 格',
    en: 'Merged cells were filled downwards: {count} cells',
  },
  wal_mode: {
    zh: '文件是 WAL 模式：若复制时软件仍开着，最近的改动可能不在其中',
    en: 'The file is in WAL mode: if a program had it open when it was copied, the latest changes may be missing',
  },
  osm_licence: {
    zh: '数据来自 {text}：凡展示处须注明来源',
    en: 'The data are {text}: name them wherever they are shown',
  },
  links_outside: {
    zh: '{count} 个指向文件之外的链接未读取，如 {href}',
    en: 'Links to elsewhere were not followed: {count}, such as {href}',
  },
} as const satisfies Record<string, LocalizedText>

export type FileRemarkCode = keyof typeof fileRemarks
