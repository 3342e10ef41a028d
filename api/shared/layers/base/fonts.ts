/**
 * Labels are drawn with fonts of the reader's own machine; a style without `glyphs` asks nobody for any. The weight is
 * read from the first name: where no such font is installed, the next family is drawn in that weight.
 */
const FAMILIES = [
  'PingFang SC',
  'HarmonyOS Sans SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Source Han Sans SC',
  'sans-serif',
]

export const FONTS = {
  regular: ['PingFang SC Regular', ...FAMILIES],
  medium: ['PingFang SC Medium', ...FAMILIES],
  bold: ['PingFang SC Semibold', ...FAMILIES],
}
