import { AppError } from '../errors.ts'

/**
 * What a database says about a failed statement; decisions are made on `code`, never on `message` or a
 * constraint's name.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly detail: string | undefined
  readonly schema: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  readonly constraint: string | undefined
  /** Place in the statement, counted in characters from 1. */
  readonly position: number | undefined
  /** COMMIT was sent and its answer never came: the transaction may have happened. */
  outcomeUnknown = false
  /** Of 53100: where the embedded database lies, and what is free there. */
  disk: { folder: string; freeBytes: number | null } | undefined

  /** @param code SQLSTATE, five characters */
  constructor(
    readonly code: string,
    message: string,
    fields: DatabaseErrorFields = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.detail = fields.detail
    this.schema = fields.schema
    this.table = fields.table
    this.column = fields.column
    this.constraint = fields.constraint
    this.position = fields.position
  }
}

export interface DatabaseErrorFields {
  detail?: string | undefined
  schema?: string | undefined
  table?: string | undefined
  column?: string | undefined
  constraint?: string | undefined
  position?: number | undefined
}

/** The codes this program names. List: PostgreSQL manual, appendix A. */
export const SqlState = {
  connectionFailure: '08006',
  cannotConnect: '08001',
  transactionAborted: '25P02',
  idleInTransaction: '25P03',
  readOnly: '25006',
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  exclusionViolation: '23P01',
  serializationFailure: '40001',
  deadlock: '40P01',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  diskFull: '53100',
  crash: '57P02',
  cannotConnectNow: '57P03',
  undefinedTable: '42P01',
  insufficientPrivilege: '42501',
} as const

/** Another attempt at the whole transaction may succeed: nothing was kept and nothing is wrong with it. */
export function isTransient(error: unknown): boolean {
  return error instanceof DatabaseError && transient.has(error.code)
}

/** The database cannot be asked now, through no fault of the statement. */
export function isUnavailable(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (/^(08|53|57P|58)/.test(error.code) ||
      error.code === SqlState.readOnly ||
      error.code === SqlState.idleInTransaction)
  )
}

/**
 * The refusal that a caller of the API is given for a database error; anything that means a bug comes back
 * unchanged.
 */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error
  const refuse = (code: AppError['code'], message: string) =>
    new AppError(code, message, error.table === undefined ? {} : { table: error.table }, { cause: error })
  // the path is for whoever runs the server, see describeFullDisk
  if (error.code === SqlState.diskFull)
    return new AppError(
      'disk_full',
      'the disk of the database is full',
      {
        folder: error.disk === undefined ? 'database server' : 'DATA_DIR',
        freeBytes: error.disk?.freeBytes ?? null,
      },
      { cause: error },
    )
  if (isUnavailable(error)) return refuse('unavailable', 'the database does not answer')
  if (isTransient(error)) return refuse('unavailable', 'the database is busy')
  switch (error.code) {
    case SqlState.uniqueViolation:
    case SqlState.exclusionViolation:
      return refuse('conflict', 'something like this exists already')
    case SqlState.foreignKeyViolation:
      return refuse('conflict', 'something refers to it, or what it refers to is not there')
    case SqlState.queryCanceled:
      return refuse('timeout', 'the statement took too long')
  }
  // integrity constraints: check, not null · data exceptions: text that is no number, a number out of range,
  // a NUL in text
  if (error.code.startsWith('23'))
    return refuse('unprocessable', 'a value is outside what the database allows')
  if (error.code.startsWith('22')) return refuse('invalid_request', 'a value cannot be read')
  return error
}

const transient: ReadonlySet<string> = new Set([
  SqlState.serializationFailure,
  SqlState.deadlock,
  SqlState.lockNotAvailable,
])
