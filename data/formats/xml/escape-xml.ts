/** Text as XML holds it; characters that XML has no way to write are left out. */
export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(EACH, (character) => ENTITIES[character] ?? '') : text
}

// what XML 1.0 cannot hold: most control characters, halves of pairs, two that are no characters at all
const SIGNS =
  '[&<>"\\r\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]'
const SPECIAL = new RegExp(SIGNS)
const EACH = new RegExp(SIGNS, 'g')

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
