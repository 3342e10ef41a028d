/** Rows in columns as wide as their widest cell; Chinese characters count twice. */
export function formatTable(
  rows: readonly (readonly string[])[],
  { head = false }: { head?: boolean } = {},
): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, widths[column]! - widthOf(cell))),
      )
      .join('  ')
      .trimEnd(),
  )
  if (head && lines.length > 0)
    lines.splice(1, 0, widths.map((width) => '─'.repeat(Math.min(width, 60))).join('  '))
  return lines.join('\n')
}

function widthOf(text: string): number {
  let width = 0
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1
  return width
}
