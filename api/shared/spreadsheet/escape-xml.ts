/** Escapes text for XML 1.0, as content or attribute value. Removes the characters that XML cannot hold. */
export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(EVERY_SPECIAL, (character) => ENTITIES[character] ?? '') : text
}

// most control characters, two noncharacters, and surrogates without their other half (with the flag u, the two halves
// of a pair are one character, which does not match)
const CLASS = '[&<>"\\r\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff\\ud800-\\udfff]'
const SPECIAL = new RegExp(CLASS, 'u')
const EVERY_SPECIAL = new RegExp(CLASS, 'gu')

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}
