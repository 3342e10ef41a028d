import { DatabaseError } from '../database-errors.ts'
import type { Row } from '../database.ts'
import { getValueDecoder, type ValueDecoder } from './decode-value.ts'

export interface DatabaseResponse {
  rows: Row[]
  rowCount: number
  /** First word of the last command tag; undefined: the database did not say that anything was done. */
  command: string | undefined
  error: DatabaseError | undefined
  notifications: { channel: string; payload: string }[]
}

/**
 * Reads what PostgreSQL answered to one batch of messages (protocol 3.0, manual chapter "Message Formats").
 *
 * The embedded database hands out these bytes as they are: moving them between threads costs nothing, while
 * rows of objects took ten times as long (350 ms against 30 ms for 11,000 rows).
 */
export function decodeResponse(bytes: Uint8Array): DatabaseResponse {
  const reply: DatabaseResponse = {
    rows: [],
    rowCount: 0,
    command: undefined,
    error: undefined,
    notifications: [],
  }
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let columns: Column[] = []
  for (let at = 0; at < input.length;) {
    const type = input[at]
    const body = at + 5
    at += 1 + input.readInt32BE(at + 1)
    switch (type) {
      case messages.rowDescription:
        columns = readColumns(input, body)
        reply.rows = []
        break
      case messages.dataRow:
        reply.rows.push(readRow(input, body, columns))
        break
      case messages.commandComplete: {
        const tag = input.toString('utf8', body, at - 1)
        reply.command = tag.split(' ', 1)[0]
        reply.rowCount = Number(/ (\d+)$/.exec(tag)?.[1] ?? 0)
        break
      }
      case messages.emptyQuery:
        reply.command = ''
        break
      case messages.error:
        reply.error ??= readError(input, body, at)
        break
      case messages.notification:
        reply.notifications.push(readNotification(input, body))
        break
      default:
        break // skipped by its length
    }
  }
  return reply
}

/** Reads the columns of the first result; none where nothing is answered. */
export function decodeColumns(bytes: Uint8Array): readonly Column[] {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < input.length; at += 1 + input.readInt32BE(at + 1))
    if (input[at] === messages.rowDescription) return readColumns(input, at + 5)
  return []
}

/** Type bytes of the messages that matter here; all others are skipped by their length. */
const messages = {
  notification: 0x41, // A
  commandComplete: 0x43, // C
  dataRow: 0x44, // D
  error: 0x45, // E
  emptyQuery: 0x49, // I
  rowDescription: 0x54, // T
} as const

export interface Column {
  name: string
  typeId: number
  /** Reads the bytes from one position of the answer to before another. */
  read: (input: Buffer, from: number, to: number) => unknown
}

function readColumns(input: Buffer, at: number): Column[] {
  const columns = new Array<Column>(input.readInt16BE(at))
  at += 2
  for (let i = 0; i < columns.length; i++) {
    const end = input.indexOf(0, at)
    // behind the name: table id (4 bytes), column number (2), type id (4), size (2), modifier (4), format (2)
    const typeId = input.readInt32BE(end + 7)
    const isBinary = input.readInt16BE(end + 17) === 1
    columns[i] = {
      name: input.toString('utf8', at, end),
      typeId,
      read: isBinary ? readBytes : readText(getValueDecoder(typeId)),
    }
    at = end + 19
  }
  return columns
}

/** Only bytea is asked for in binary format: its bytes as they are. */
const readBytes: Column['read'] = (input, from, to) =>
  new Uint8Array(input.buffer, input.byteOffset + from, to - from)

const readText =
  (decode: ValueDecoder): Column['read'] =>
  (input, from, to) =>
    decode(input.toString('utf8', from, to))

function readRow(input: Buffer, at: number, columns: Column[]): Row {
  const row: Row = {}
  at += 2
  for (const { name, read } of columns) {
    const length = input.readInt32BE(at)
    at += 4
    if (length < 0) row[name] = null
    else {
      row[name] = read(input, at, at + length)
      at += length
    }
  }
  return row
}

function readError(input: Buffer, at: number, end: number): DatabaseError {
  const fields = new Map<string, string>()
  while (at < end && input[at] !== 0) {
    const close = input.indexOf(0, at + 1)
    fields.set(String.fromCharCode(input[at] ?? 0), input.toString('utf8', at + 1, close))
    at = close + 1
  }
  const position = fields.get('P')
  return new DatabaseError(fields.get('C') ?? 'XX000', fields.get('M') ?? 'unknown error', {
    detail: fields.get('D'),
    schema: fields.get('s'),
    table: fields.get('t'),
    column: fields.get('c'),
    constraint: fields.get('n'),
    position: position === undefined ? undefined : Number(position),
  })
}

function readNotification(input: Buffer, at: number): { channel: string; payload: string } {
  const channelEnd = input.indexOf(0, at + 4)
  const payloadEnd = input.indexOf(0, channelEnd + 1)
  return {
    channel: input.toString('utf8', at + 4, channelEnd),
    payload: input.toString('utf8', channelEnd + 1, payloadEnd),
  }
}
