import type { AttributeValue, RawPosition } from '../../../../data/formats/model/format.ts'
import { readNumber } from './read-value.ts'

/**
 * A coordinate: a number, or degrees with minutes and seconds ('106°36′36″E', '北纬26度33分'). null: the cell is empty,
 * undefined: it is no number.
 */
export function readCoordinate(cell: AttributeValue): number | null | undefined {
  if (cell === null || (typeof cell === 'string' && cell.trim() === '')) return null
  return readNumber(cell) ?? readDegrees(String(cell))?.value
}

/** No position is written longer; WKT of a shape may be megabytes. */
const MAX_POSITION_CHARACTERS = 100

/** A position in one text: '106.61,26.55', '(106.61 26.55)', '26°33′N, 106°36′36″E'; undefined: it is none. */
export function readPosition(text: string): RawPosition | undefined {
  if (text.length > MAX_POSITION_CHARACTERS) return undefined
  const [one, other, ...more] = text
    .normalize('NFKC')
    .replace(/^[\s([]+|[\s)\]]+$/g, '')
    .split(/\s*[,;、]\s*|\s+(?=[-+\d东西南北NSEW])/)
    .filter((part) => part !== '')
  if (one === undefined || other === undefined || more.length > 0) return undefined
  const [first, second] = [readPart(one), readPart(other)]
  if (first === undefined || second === undefined) return undefined
  if (first.axis === 'y' || second.axis === 'x') return [second.value, first.value]
  if (first.axis === null && isLatitude(first.value) && isLongitude(second.value))
    return [second.value, first.value]
  return [first.value, second.value]
}

interface Part {
  value: number
  /** x: east or west, y: north or south; null: not said. */
  axis: 'x' | 'y' | null
}

/** In China no number can be both. */
const isLatitude = (value: number) => value > 0 && value < 60
const isLongitude = (value: number) => value > 70 && value < 140

function readPart(text: string): Part | undefined {
  const value = readNumber(text)
  return value === null ? readDegrees(text) : { value, axis: null }
}

const SIDE = '(东经|西经|北纬|南纬|[东西南北NSEW])'
const DECIMALS = String.raw`\d{1,2}(?:\.\d+)?`
const MINUTES = `(?:(${DECIMALS})\\s*['′’‘分m]\\s*)?`
const SECONDS = `(?:(${DECIMALS})\\s*(?:["″”“秒s]|['′’‘]{2})?)?`
const DEGREES = new RegExp(
  `^${SIDE}?\\s*(\\d{1,3}(?:\\.\\d+)?)\\s*(?:[°度ºd]\\s*${MINUTES}${SECONDS})?\\s*${SIDE}?$`,
  'i',
)

function readDegrees(text: string): Part | undefined {
  const plain = text.trim()
  if (plain.length > MAX_POSITION_CHARACTERS) return undefined
  // the normal form of ″ is two ′
  const found = DEGREES.exec(plain.normalize('NFKC'))
  if (!found) return undefined
  const [, before, degrees = '', minutes = '0', seconds = '0', after] = found
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return undefined
  // parts of a degree are said once only
  if (degrees.includes('.') && Number(minutes) + Number(seconds) > 0) return undefined
  const side = (before ?? after ?? '').slice(0, 1).toUpperCase()
  const value = Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600
  return {
    value: '西南WS'.includes(side) && side !== '' ? -value : value,
    axis: side === '' ? null : '东西EW'.includes(side) ? 'x' : 'y',
  }
}
