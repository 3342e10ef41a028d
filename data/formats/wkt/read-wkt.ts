import { combineGeometries } from '../model/combine-geometries.ts'
import { joinCurves, joinRings, readCircularString } from '../model/join-curves.ts'
import type { RawPosition, RawGeometry } from '../model/format.ts'

const MAX_DEPTH = 4

const TYPES = [
  'POINT|LINESTRING|POLYGON|TRIANGLE|GEOMETRYCOLLECTION',
  'CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|CURVE|SURFACE',
].join('|')
const HEAD = new RegExp(String.raw`^\s*(?:SRID=\d+;)?\s*(MULTI)?(${TYPES})\s*(ZM|Z|M)?\s*(.*)$`, 'is')

/** Well-known text of OGC 06-103r4, with or without SRID and Z/M; null for an empty one, undefined when it is not one. */
export function readWkt(text: string, depth = 0): RawGeometry | null | undefined {
  const head = HEAD.exec(text)
  if (!head || depth > MAX_DEPTH) return undefined
  const [, multi, type = '', , body = ''] = head
  if (/^EMPTY\s*$/i.test(body)) return null
  /** Parts with a name of their own; those without one are of the given kind. */
  const partsAs = (plain: string) =>
    splitParts(body)?.map((part) => readWkt(part.startsWith('(') ? `${plain} ${part}` : part, depth + 1))
  switch (type.toUpperCase()) {
    case 'GEOMETRYCOLLECTION':
      return joinParts(partsAs('GEOMETRY'))
    case 'COMPOUNDCURVE':
      return joinCurves(partsAs('LINESTRING') ?? [undefined])
    case 'CURVEPOLYGON':
      return joinRings(partsAs('LINESTRING') ?? [undefined])
    case 'CURVE':
      return multi === undefined ? undefined : joinParts(partsAs('LINESTRING'))
    case 'SURFACE':
      return multi === undefined ? undefined : joinParts(partsAs('POLYGON'))
  }
  const tree = readTree(body)
  if (tree === undefined) return undefined
  switch (type.toUpperCase()) {
    case 'POINT': {
      // MULTIPOINT is written with and without inner brackets
      const points = multi === undefined ? positionsOf(tree) : (positionsOf(tree) ?? flattened(tree))
      return points && (multi !== undefined || points.length === 1) ? { kind: 'points', points } : undefined
    }
    case 'CIRCULARSTRING': {
      const points = positionsOf(tree)
      return points && readCircularString(points)
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

function joinParts(parts: readonly (RawGeometry | null | undefined)[] | undefined) {
  if (parts === undefined || parts.includes(undefined)) return undefined
  return combineGeometries(
    parts.filter((part) => part !== null && part !== undefined),
    'GeometryCollection',
  )
}

/** What stands between the commas of the outermost brackets; undefined: the brackets do not match. */
function splitParts(body: string): string[] | undefined {
  const inner = /^\((.*)\)\s*$/s.exec(body)?.[1]
  if (inner === undefined) return undefined
  const parts: string[] = []
  let [level, from] = [0, 0]
  for (let at = 0; at <= inner.length; at++) {
    const sign = inner[at]
    if (sign === '(') level++
    else if (sign === ')') level--
    else if (at === inner.length || (sign === ',' && level === 0)) {
      parts.push(inner.slice(from, at).trim())
      from = at + 1
    }
    if (level < 0) return undefined
  }
  return level === 0 ? parts : undefined
}

/** Brackets as arrays, what stands between commas as positions. */
type Tree = readonly (Tree | RawPosition)[]

function readTree(text: string): Tree | undefined {
  const stack: (Tree | RawPosition)[][] = []
  const token = /\s*([(),]|[^(),]+)/gy
  let closed: Tree | undefined
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const word = found[1]!.trim()
    if (closed) return word === '' ? closed : undefined
    if (word === '(') {
      if (stack.length === MAX_DEPTH) return undefined
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
