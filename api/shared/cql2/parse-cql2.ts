import { Cql2Error, type Cql2Token, tokenizeCql2 } from './tokenize-cql2.ts'

export type Cql2Literal = string | number | boolean

/** `at`: position of the name in the text. */
export type Cql2Scalar =
  | { is: 'property'; name: string; at: number }
  | { is: 'literal'; value: Cql2Literal }
  | { is: 'casei'; of: Cql2Scalar }

/** A geometry literal in the coordinate system of the filter. */
export type SpatialLiteral =
  | { is: 'box'; west: number; south: number; east: number; north: number }
  | { is: 'points'; points: readonly (readonly [number, number])[] }
  | { is: 'lines'; lines: readonly (readonly (readonly [number, number])[])[] }
  | { is: 'areas'; polygons: readonly (readonly (readonly (readonly [number, number])[])[])[] }

export type Cql2Expression =
  | { is: 'and' | 'or'; all: Cql2Expression[] }
  | { is: 'not'; of: Cql2Expression }
  | { is: 'compare'; sign: '=' | '<>' | '<' | '>' | '<=' | '>='; left: Cql2Scalar; right: Cql2Scalar }
  | { is: 'like'; of: Cql2Scalar; pattern: Cql2Scalar }
  | { is: 'between'; of: Cql2Scalar; least: Cql2Scalar; most: Cql2Scalar }
  | { is: 'in'; of: Cql2Scalar; list: Cql2Scalar[] }
  | { is: 'null'; of: Cql2Scalar }
  | { is: 'intersects'; property: string; at: number; figure: SpatialLiteral }
  | { is: 'constant'; value: boolean }

const MAX_DEPTH = 60
/** Conditions of one filter: each is evaluated for every feature. */
export const MAX_CONDITIONS = 200

/**
 * Parses CQL2 text: basic CQL2, LIKE, BETWEEN, IN, CASEI, and S_INTERSECTS with points, lines, polygons and
 * BBOX.
 *
 * @throws Cql2Error with the position in the text
 */
export function parseCql2(text: string): Cql2Expression {
  const tokens = tokenizeCql2(text)
  let at = 0
  let depth = 0
  let conditions = 0

  const expression = either()
  if (at < tokens.length) throw unexpected()
  return expression

  function either(): Cql2Expression {
    deepen()
    const all = [both()]
    while (takeWord('OR')) all.push(both())
    depth--
    return all.length === 1 ? all[0]! : { is: 'or', all }
  }

  function both(): Cql2Expression {
    const all = [negated()]
    while (takeWord('AND')) all.push(negated())
    return all.length === 1 ? all[0]! : { is: 'and', all }
  }

  function negated(): Cql2Expression {
    if (!takeWord('NOT')) return primary()
    deepen()
    const of = negated()
    depth--
    return { is: 'not', of }
  }

  function primary(): Cql2Expression {
    const token = tokens[at]
    if (token?.kind === 'sign' && token.text === '(') {
      at++
      const inner = either()
      expectSign(')')
      return inner
    }
    if (++conditions > MAX_CONDITIONS)
      throw new Cql2Error(`more than ${MAX_CONDITIONS} conditions`, token?.at ?? text.length)
    if (token?.kind === 'name' && token.quoted === undefined && /^(S_)?INTERSECTS$/i.test(token.text))
      return intersects()
    if ((isWord('TRUE') || isWord('FALSE')) && !isComparison(tokens[at + 1]))
      return { is: 'constant', value: tokens[at++]!.text.toUpperCase() === 'TRUE' }
    return predicate()
  }

  function predicate(): Cql2Expression {
    const left = scalar()
    if (takeWord('IS')) {
      const not = takeWord('NOT')
      expectWord('NULL')
      return not ? { is: 'not', of: { is: 'null', of: left } } : { is: 'null', of: left }
    }
    const not = takeWord('NOT')
    const turned = (found: Cql2Expression): Cql2Expression => (not ? { is: 'not', of: found } : found)
    if (takeWord('LIKE')) return turned({ is: 'like', of: left, pattern: scalar() })
    if (takeWord('BETWEEN')) {
      const least = scalar()
      expectWord('AND')
      return turned({ is: 'between', of: left, least, most: scalar() })
    }
    if (takeWord('IN')) {
      expectSign('(')
      const list = [scalar()]
      while (takeSign(',')) list.push(scalar())
      expectSign(')')
      return turned({ is: 'in', of: left, list })
    }
    const token = tokens[at]
    if (not || !isComparison(token)) throw unexpected()
    at++
    return { is: 'compare', sign: token.text as '=', left, right: scalar() }
  }

  function scalar(): Cql2Scalar {
    const token = tokens[at]
    if (!token) throw unexpected()
    if (token.kind === 'text' || token.kind === 'number') {
      at++
      return { is: 'literal', value: token.kind === 'number' ? token.value : token.text }
    }
    if (token.kind !== 'name') throw unexpected()
    at++
    if (token.quoted === undefined) {
      const word = token.text.toUpperCase()
      if (word === 'TRUE' || word === 'FALSE') return { is: 'literal', value: word === 'TRUE' }
      if (
        (word === 'DATE' || word === 'TIMESTAMP' || word === 'CASEI' || word === 'ACCENTI') &&
        takeSign('(')
      ) {
        deepen()
        const inner = scalar()
        depth--
        expectSign(')')
        return word === 'CASEI' ? { is: 'casei', of: inner } : inner
      }
    }
    return { is: 'property', name: token.text, at: token.at }
  }

  function intersects(): Cql2Expression {
    at++
    expectSign('(')
    const first = tokens[at]
    const figureFirst =
      first?.kind === 'name' &&
      first.quoted === undefined &&
      isFigure(first.text) &&
      tokens[at + 1]?.text === '('
    const early = figureFirst ? figure() : null
    if (early) expectSign(',')
    const property = tokens[at++]
    if (property?.kind !== 'name') throw unexpected(at - 1)
    if (!early) expectSign(',')
    const shape = early ?? figure()
    expectSign(')')
    return { is: 'intersects', property: property.text, at: property.at, figure: shape }
  }

  function figure(): SpatialLiteral {
    const token = tokens[at++]
    const word = token?.kind === 'name' ? token.text.toUpperCase() : ''
    switch (word) {
      case 'BBOX':
      case 'ENVELOPE': {
        const numbers = bracketed(number)
        if (numbers.length !== 4 && numbers.length !== 6) throw unexpected(at - 1)
        const [west, south] = numbers
        return {
          is: 'box',
          west: west!,
          south: south!,
          east: numbers[numbers.length / 2]!,
          north: numbers[numbers.length / 2 + 1]!,
        }
      }
      case 'POINT':
        return { is: 'points', points: bracketed(position) }
      case 'MULTIPOINT':
        return {
          is: 'points',
          points: bracketed(() => (tokens[at]?.text === '(' ? bracketed(position)[0]! : position())),
        }
      case 'LINESTRING':
        return { is: 'lines', lines: [bracketed(position)] }
      case 'MULTILINESTRING':
        return { is: 'lines', lines: bracketed(() => bracketed(position)) }
      case 'POLYGON':
        return { is: 'areas', polygons: [bracketed(ring)] }
      case 'MULTIPOLYGON':
        return { is: 'areas', polygons: bracketed(() => bracketed(ring)) }
      default:
        throw unexpected(at - 1)
    }
  }

  function bracketed<T>(read: () => T): T[] {
    expectSign('(')
    const list = [read()]
    while (takeSign(',')) list.push(read())
    expectSign(')')
    return list
  }

  function ring(): [number, number][] {
    const begin = tokens[at]
    const positions = bracketed(position)
    if (positions.length < 4) throw new Cql2Error('a polygon has too few points', begin!.at)
    return positions
  }

  function position(): [number, number] {
    const place: [number, number] = [number(), number()]
    while (tokens[at]?.kind === 'number') at++
    return place
  }

  function number(): number {
    const token = tokens[at++]
    if (token?.kind !== 'number') throw unexpected(at - 1)
    return token.value
  }

  function deepen(): void {
    if (++depth > MAX_DEPTH) throw new Cql2Error('nested too deeply', tokens[at]?.at ?? 0)
  }

  function isWord(word: string): boolean {
    const token = tokens[at]
    return token?.kind === 'name' && token.quoted === undefined && token.text.toUpperCase() === word
  }
  function takeWord(word: string): boolean {
    if (!isWord(word)) return false
    at++
    return true
  }
  function expectWord(word: string): void {
    if (!takeWord(word)) throw unexpected()
  }
  function takeSign(sign: string): boolean {
    if (tokens[at]?.kind !== 'sign' || tokens[at]?.text !== sign) return false
    at++
    return true
  }
  function expectSign(sign: string): void {
    if (!takeSign(sign)) throw unexpected()
  }
  function unexpected(where = at): Cql2Error {
    const token = tokens[where]
    return token
      ? new Cql2Error(`unexpected “${token.text}”`, token.at)
      : new Cql2Error('unexpected end', text.length)
  }
}

const isComparison = (token: Cql2Token | undefined): token is Cql2Token =>
  token?.kind === 'sign' && ['=', '<>', '<', '>', '<=', '>='].includes(token.text)

const isFigure = (word: string) => /^(BBOX|ENVELOPE|(MULTI)?(POINT|LINESTRING|POLYGON))$/i.test(word)
