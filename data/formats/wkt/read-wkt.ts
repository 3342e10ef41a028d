import type { RawPosition, RawGeometry } from '../model/format.ts'

/** Well-known text of OGC 06-103r4, with or without SRID and Z/M; null for an empty one, undefined when it is not one. */
export function readWkt(text: string): RawGeometry | null | undefined {
  const head =
    /^\s*(?:SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(ZM|Z|M)?\s*(.*)$/is.exec(
      text,
    )
  if (!head) return undefined
  const [, multi, type = '', , body = ''] = head
  if (/^EMPTY\s*$/i.test(body)) return null
  if (type.toUpperCase() === 'GEOMETRYCOLLECTION') return { kind: 'other', name: 'GeometryCollection' }
  const tree = readTree(body)
  if (tree === undefined) return undefined
  switch (type.toUpperCase()) {
    case 'POINT': {
      // MULTIPOINT is written with and without inner brackets
      const points = multi === undefined ? positionsOf(tree) : (positionsOf(tree) ?? flattened(tree))
      return points && (multi !== undefined || points.length === 1) ? { kind: 'points', points } : undefined
    }
    case 'LINESTRING': {
      const lines = multi === undefined ? listOf([tree], positionsOf) : listOf(tree, positionsOf)
      return lines ? { kind: 'lines', lines } : undefined
    }
    default: {
      const polygons = multi === undefined ? listOf([tree], ringsOf) : listOf(tree, ringsOf)
      return polygons ? { kind: 'areas', polygons, sorted: true } : undefined
    }
  }
}

/** Brackets as arrays, what stands between commas as positions. */
type Tree = readonly (Tree | RawPosition)[]

const MOST_DEPTH = 4

function readTree(text: string): Tree | undefined {
  const stack: (Tree | RawPosition)[][] = []
  const token = /\s*([(),]|[^(),]+)/gy
  let closed: Tree | undefined
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const word = found[1]!.trim()
    if (closed) return word === '' ? closed : undefined
    if (word === '(') {
      if (stack.length === MOST_DEPTH) return undefined
      stack.push([])
    } else if (word === ')') {
      const inner = stack.pop()
      if (!inner || inner.length === 0) return undefined
      const outer = stack.at(-1)
      if (outer) outer.push(inner)
      else closed = inner
    } else if (word !== ',' && word !== '') {
      const position = word.split(/\s+/).map(Number)
      if (position.length < 2 || position.length > 4 || position.some(Number.isNaN)) return undefined
      const top = stack.at(-1)
      if (!top) return undefined
      top.push(position)
    }
  }
  return closed
}

const isPosition = (item: Tree | RawPosition): item is RawPosition =>
  item.length > 0 && typeof item[0] === 'number'

function positionsOf(tree: Tree | RawPosition): readonly RawPosition[] | undefined {
  if (isPosition(tree)) return undefined
  const items: readonly (Tree | RawPosition)[] = tree
  return items.every(isPosition) ? items : undefined
}

function flattened(tree: Tree): readonly RawPosition[] | undefined {
  const lists = listOf(tree, positionsOf)
  return lists?.every((list) => list.length === 1) ? lists.flat() : undefined
}

const ringsOf = (tree: Tree | RawPosition) => (isPosition(tree) ? undefined : listOf(tree, positionsOf))

function listOf<T>(tree: Tree, read: (item: Tree | RawPosition) => T | undefined): T[] | undefined {
  const list: T[] = []
  for (const item of tree) {
    const value = read(item)
    if (value === undefined) return undefined
    list.push(value)
  }
  return list
}
