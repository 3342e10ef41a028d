/** Text as XML holds it; characters that XML has no way to write are left out. */
export function xmlText(text: string): string {
  return [...text]
    .filter((character) => {
      const code = character.codePointAt(0)!
      return code === 9 || code === 10 || code === 13 || (code >= 32 && code !== 0xfffe && code !== 0xffff && !(code >= 0xd800 && code <= 0xdfff))
    })
    .join('')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r', '&#13;')
}
