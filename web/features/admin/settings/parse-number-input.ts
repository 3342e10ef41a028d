/** What somebody wrote as a number; NaN: it is none. */
export function parseNumberInput(text: string): number {
  const plain = text
    .trim()
    .replaceAll(/[,，\s]/g, '')
    .replace('。', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}
