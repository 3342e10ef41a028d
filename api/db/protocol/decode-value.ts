import { decodeArray } from './decode-array.ts'

export type ValueDecoder = (text: string) => unknown

/**
 * How the text of a column becomes a value, by the type's object id (pg_type.oid, fixed for built-in types).
 */
export function getValueDecoder(typeId: number): ValueDecoder {
  return readers.get(typeId) ?? asText
}

const asText: ValueDecoder = (text) => text

/** [element, array of it, reader]; a type that is not here stays text. */
const types: [element: number, array: number, read: ValueDecoder][] = [
  [16, 1000, (text) => text === 't'], // bool
  [17, 1001, bytes], // bytea
  [18, 1002, asText], // "char"
  [19, 1003, asText], // name
  [20, 1016, wholeNumber], // int8
  [21, 1005, Number], // int2
  [23, 1007, Number], // int4
  [25, 1009, asText], // text
  [26, 1028, Number], // oid
  [114, 199, (text) => JSON.parse(text)], // json
  [700, 1021, Number], // float4
  [701, 1022, Number], // float8
  [1042, 1014, asText], // character(n)
  [1043, 1015, asText], // varchar
  [1082, 1182, asText], // date
  [1083, 1183, asText], // time
  [1114, 1115, asText], // timestamp
  [1184, 1185, instant], // timestamptz
  [1186, 1187, asText], // interval
  [1700, 1231, asText], // numeric
  [2950, 2951, asText], // uuid
  [3802, 3807, (text) => JSON.parse(text)], // jsonb
]

const readers = new Map<number, ValueDecoder>(
  types.flatMap(([element, array, read]) => [
    [element, read] as const,
    [array, (text: string) => decodeArray(text, read)] as const,
  ]),
)

function wholeNumber(text: string): number | string {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

function bytes(text: string): Uint8Array {
  const copy = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength)
}

/**
 * '2026-11-22 16:00:00.5+08' → '2026-11-22T08:00:00.5Z'; what ISO 8601 cannot say (infinity, BC) stays as it
 * is.
 */
function instant(text: string): string {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d)(?::?(\d\d))?$/.exec(text)
  if (!found) return text
  const [, day, time, fraction = '', hours, minutes = '00'] = found
  if (hours === '+00' && minutes === '00') return `${day}T${time}${fraction}Z`
  return new Date(`${day}T${time}${hours}:${minutes}`).toISOString().replace('.000Z', `${fraction}Z`)
}
