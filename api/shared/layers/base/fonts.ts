/**
 * Labels use fonts installed on the device; a style without `glyphs` requests nothing. The weight follows the
 * first name: if no such font is installed, the next family is used in that weight.
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
