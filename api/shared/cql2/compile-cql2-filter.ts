import {
  type Cql2Expression,
  type SpatialLiteral,
  type Cql2Literal,
  parseCql2,
  type Cql2Scalar,
} from './parse-cql2.ts'
import { Cql2Error } from './tokenize-cql2.ts'

export interface Filterable<Row> {
  /** Returns the getter of a property; undefined: no such property. */
  property(name: string): ((row: Row) => Cql2Literal | null) | undefined
  /**
   * Returns a test whether the shape of a row intersects the geometry; undefined: no such property, or not a
   * geometry.
   */
  meets(name: string, figure: SpatialLiteral): ((row: Row) => boolean) | undefined
}

/**
 * Compiles a filter to a predicate with the three-valued logic of CQL2: unknown counts as false.
 *
 * @throws Cql2Error
 */
export function compileCql2Filter<Row>(text: string, of: Filterable<Row>): (row: Row) => boolean {
  const test = compile(parseCql2(text), of)
  return (row) => test(row) === true
}

type Truth = boolean | null
type Value = Cql2Literal | null

function compile<Row>(node: Cql2Expression, of: Filterable<Row>): (row: Row) => Truth {
  switch (node.is) {
    case 'constant':
      return () => node.value
    case 'and': {
      const all = node.all.map((each) => compile(each, of))
      return (row) =>
        all.reduce<Truth>((truth, test) => (truth === false ? false : and(truth, test(row))), true)
    }
    case 'or': {
      const all = node.all.map((each) => compile(each, of))
      return (row) =>
        all.reduce<Truth>((truth, test) => (truth === true ? true : or(truth, test(row))), false)
    }
    case 'not': {
      const inner = compile(node.of, of)
      return (row) => {
        const truth = inner(row)
        return truth === null ? null : !truth
      }
    }
    case 'compare': {
      const [left, right] = [valueOf(node.left, of), valueOf(node.right, of)]
      const test = comparisons[node.sign]
      return (row) => {
        const order = orderOf(left(row), right(row))
        return order === null ? null : test(order)
      }
    }
    case 'between': {
      const [value, least, most] = [valueOf(node.of, of), valueOf(node.least, of), valueOf(node.most, of)]
      return (row) => {
        const [low, high] = [orderOf(value(row), least(row)), orderOf(value(row), most(row))]
        return low === null || high === null ? null : low >= 0 && high <= 0
      }
    }
    case 'in': {
      const value = valueOf(node.of, of)
      const list = node.list.map((each) => valueOf(each, of))
      const texts = collectTexts(node.list)
      return (row) => {
        const own = value(row)
        if (own === null) return null
        if (texts !== null && typeof own === 'string') return texts.has(own)
        return list.some((each) => orderOf(own, each(row)) === 0)
      }
    }
    case 'null': {
      const value = valueOf(node.of, of)
      return (row) => value(row) === null
    }
    case 'like': {
      const [value, pattern] = [valueOf(node.of, of), valueOf(node.pattern, of)]
      let compiled: { text: Value; test: (text: string) => boolean } | undefined
      return (row) => {
        const [text, like] = [value(row), pattern(row)]
        if (text === null || like === null) return null
        if (compiled?.text !== like) compiled = { text: like, test: likeTest(String(like)) }
        return compiled.test(String(text))
      }
    }
    case 'intersects': {
      const meets = of.meets(node.property, node.figure)
      if (!meets) throw new Cql2Error(`there is no shape called “${node.property}”`, node.at)
      return meets
    }
  }
}

/** Returns the texts of a list that consists of texts only: a program asks for hundreds of codes at a time; otherwise null. */
function collectTexts(list: readonly Cql2Scalar[]): ReadonlySet<string> | null {
  const texts = list.flatMap((each) =>
    each.is === 'literal' && typeof each.value === 'string' ? [each.value] : [],
  )
  return texts.length === list.length ? new Set(texts) : null
}

function valueOf<Row>(scalar: Cql2Scalar, of: Filterable<Row>): (row: Row) => Value {
  switch (scalar.is) {
    case 'literal':
      return () => scalar.value
    case 'property': {
      const read = of.property(scalar.name)
      if (!read) throw new Cql2Error(`there is no property called “${scalar.name}”`, scalar.at)
      return read
    }
    case 'casei': {
      const inner = valueOf(scalar.of, of)
      return (row) => {
        const value = inner(row)
        return typeof value === 'string' ? value.toLowerCase() : value
      }
    }
  }
}

const comparisons = {
  '=': (order: number) => order === 0,
  '<>': (order: number) => order !== 0,
  '<': (order: number) => order < 0,
  '>': (order: number) => order > 0,
  '<=': (order: number) => order <= 0,
  '>=': (order: number) => order >= 0,
} as const

/**
 * Returns a negative number, 0 or a positive number; null: one value is unknown, or they are not comparable.
 */
function orderOf(a: Value, b: Value): number | null {
  if (a === null || b === null) return null
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0
  // codes are text here, but are often compared with a number
  const [left, right] = [Number(a), Number(b)]
  return typeof a === 'boolean' || typeof b === 'boolean' || Number.isNaN(left) || Number.isNaN(right)
    ? null
    : left - right
}

const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true
const or = (a: Truth, b: Truth): Truth =>
  a === true || b === true ? true : a === null || b === null ? null : false

/**
 * LIKE: `%` any text, `_` one character, `\` escapes either. Scans the text once per `%`, so no pattern is
 * slow.
 */
function likeTest(pattern: string): (text: string) => boolean {
  const parts: (string | 'any' | { literal: string })[] = []
  const letters = [...pattern]
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!
    if (letter === '\\' && i + 1 < letters.length) parts.push({ literal: letters[++i]! })
    else parts.push(letter === '%' ? 'any' : letter === '_' ? 'one' : { literal: letter })
  }
  return (text) => {
    const given = [...text]
    let [at, part, star, mark] = [0, 0, -1, 0]
    while (at < given.length) {
      const wanted = parts[part]
      if (wanted === 'any') {
        star = part++
        mark = at
      } else if (wanted === 'one' || (typeof wanted === 'object' && wanted.literal === given[at])) {
        part++
        at++
      } else if (star >= 0) {
        part = star + 1
        at = ++mark
      } else return false
    }
    while (parts[part] === 'any') part++
    return part === parts.length
  }
}
