/** A secret of this program begins with one of these words; see `api/http/credential-headers.ts`. */
const SECRET = new RegExp(
  [encoded('g', '67', '47'), encoded('m', '6d', '4d'), encoded('[kd]', '6[b4]', '4[b4]'), encoded('_', '5f')]
    .join('')
    .concat('[\\w%~.-]+'),
  'gi',
)

export const STRUCK_OUT = '[struck out]'

/**
 * Replaces everything that has the shape of a key (`gmk_…`) or display token (`gmd_…`), wherever it occurs, also
 * percent-encoded. The replacement is safe inside a JSON string.
 */
export function strikeSecrets(text: string): string {
  return text.replace(SECRET, STRUCK_OUT)
}

/** A pattern of a character that may be percent-encoded, more than once. */
function encoded(character: string, ...codes: string[]): string {
  return `(?:${character}|%(?:25)*(?:${codes.join('|')}))`
}
