/**
 * Cuts a script into its statements at the semicolons that end them: not those inside quotes, comments or
 * dollar quotes. Parts with nothing but comments are left out. Lexical rules: PostgreSQL manual, 4.1
 * (standard_conforming_strings on).
 */
export function splitStatements(script: string): string[] {
  const statements: string[] = []
  let start = 0
  /** The statement so far holds more than blanks and comments. */
  let filled = false
  const cut = (end: number) => {
    if (filled) statements.push(script.slice(start, end).trim())
    start = end + 1
    filled = false
  }
  for (let at = 0; at < script.length;) {
    const comment = endOfComment(script, at)
    if (comment !== undefined) {
      at = comment
    } else if (script[at] === ';') {
      cut(at++)
    } else {
      if (script[at]?.trim() !== '') filled = true
      at = endOfQuoted(script, at) ?? at + 1
    }
  }
  cut(script.length)
  return statements
}

function endOfComment(script: string, at: number): number | undefined {
  if (script.startsWith('--', at)) return endAt(script.indexOf('\n', at), script, 1)
  if (!script.startsWith('/*', at)) return undefined
  // block comments nest
  let depth = 0
  do {
    if (script.startsWith('/*', at)) {
      depth++
      at += 2
    } else if (script.startsWith('*/', at)) {
      depth--
      at += 2
    } else at++
  } while (depth > 0 && at < script.length)
  return at
}

function endOfQuoted(script: string, at: number): number | undefined {
  const quote = script[at]
  // E'…' knows backslashes; a quote that is doubled begins again at once, which comes to the same
  if (quote === "'")
    return /[^\w$]?e$/i.test(script.slice(Math.max(0, at - 2), at))
      ? endOfEscaped(script, at + 1)
      : endAt(script.indexOf(quote, at + 1), script, 1)
  if (quote === '"') return endAt(script.indexOf(quote, at + 1), script, 1)
  if (quote !== '$' || /[\w$]/.test(script[at - 1] ?? '')) return undefined
  const tag = /^\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(script.slice(at, at + 70))?.[0]
  return tag === undefined ? undefined : endAt(script.indexOf(tag, at + tag.length), script, tag.length)
}

function endOfEscaped(script: string, at: number): number {
  while (at < script.length && script[at] !== "'") at += script[at] === '\\' ? 2 : 1
  return at + 1
}

function endAt(found: number, script: string, length: number): number {
  return found < 0 ? script.length : found + length
}
