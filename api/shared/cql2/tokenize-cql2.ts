/** Tokens of CQL2 text (OGC 21-065r2, annex B). */
export type Cql2Token =
  | { kind: 'name' | 'text' | 'sign'; text: string; at: number; quoted?: true }
  | { kind: 'number'; text: string; value: number; at: number }

/** A syntax error with its position; the first character is at 0. */
export class Cql2Error extends Error {
  override readonly name = 'Cql2Error'

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

const WORD =
  /\s*(?:("(?:[^"]|"")+")|('(?:[^']|'')*')|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_\u0080-\uffff:][\w.:\u0080-\uffff]*)|(<>|<=|>=|[=<>(),*/+\-]))/y

/**
 * Splits CQL2 text into tokens.
 *
 * @throws Cql2Error at an unexpected character
 */
export function tokenizeCql2(text: string): Cql2Token[] {
  const tokens: Cql2Token[] = []
  WORD.lastIndex = 0
  while (WORD.lastIndex < text.length) {
    const rest = text.slice(WORD.lastIndex).trimStart()
    if (rest === '') break
    const at = text.length - rest.length
    const found = WORD.exec(text)
    if (!found) throw new Cql2Error(`unexpected “${rest.slice(0, 12).trim()}”`, at)
    const [, quoted, literal, number, name, sign] = found
    if (quoted !== undefined)
      tokens.push({ kind: 'name', text: quoted.slice(1, -1).replaceAll('""', '"'), at, quoted: true })
    else if (literal !== undefined)
      tokens.push({ kind: 'text', text: literal.slice(1, -1).replaceAll("''", "'"), at })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, value: Number(number), at })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at })
    else tokens.push({ kind: 'sign', text: sign!, at })
  }
  return tokens
}
