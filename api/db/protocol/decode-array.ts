/** Reads PostgreSQL's array text, nested to any depth: '{1,NULL,"a,b"}', '{{1,2},{3,4}}', '[0:1]={1,2}'. */
export function decodeArray<T>(text: string, read: (element: string) => T): unknown[] {
  const start = text.indexOf('{')
  if (start < 0) throw new SyntaxError('not the text of an array')
  return readList(text, start + 1, read).items
}

interface List {
  items: unknown[]
  end: number
}

/** `at` stands behind the opening brace; the answer's `end` behind the closing one. */
function readList<T>(text: string, at: number, read: (element: string) => T): List {
  const items: unknown[] = []
  for (;;) {
    switch (text[at]) {
      case '}':
        return { items, end: at + 1 }
      case ',':
        at++
        break
      case '{': {
        const inner = readList(text, at + 1, read)
        items.push(inner.items)
        at = inner.end
        break
      }
      case '"': {
        const quoted = readQuoted(text, at + 1)
        items.push(read(quoted.value))
        at = quoted.end
        break
      }
      case undefined:
        throw new SyntaxError('the text of an array ends too early')
      default: {
        let end = at
        while (end < text.length && text[end] !== ',' && text[end] !== '}') end++
        const word = text.slice(at, end)
        items.push(word === 'NULL' ? null : read(word))
        at = end
      }
    }
  }
}

function readQuoted(text: string, at: number): { value: string; end: number } {
  let value = ''
  let from = at
  for (;;) {
    const character = text[at]
    if (character === undefined) throw new SyntaxError('the text of an array ends inside quotes')
    if (character === '"') return { value: value + text.slice(from, at), end: at + 1 }
    if (character === '\\') {
      value += text.slice(from, at)
      from = at + 1
      at += 2
    } else at++
  }
}
