import { AppError } from '../../errors.ts'
import { DatabaseError, SqlState, toAppError } from '../database-errors.ts'
import type { Database, Queryable, TransactionOptions } from '../database.ts'
import { loadSql } from '../load-sql.ts'

const schemaStatement = loadSql('api/db/sql/find-schema.sql')

export const SHARED_SCHEMA = 'grid_shared'

export type SchemaTransactionOptions = Omit<TransactionOptions, 'searchPath'>

/**
 * One transaction in a city's schema; unqualified names mean the city's tables.
 *
 * @param code six digits, e.g. '320900'
 * @throws AppError: what the database refuses, as a refusal; not_found when there is no such city
 */
export async function withCity<T>(
  database: Database,
  code: string,
  work: (tx: Queryable) => Promise<T>,
  options: SchemaTransactionOptions = {},
): Promise<T> {
  try {
    return await withSchema(database, getCitySchema(code), work, options)
  } catch (error) {
    throw await translateCityError(database, code, error)
  }
}

/**
 * What a caller is told about an error in a city's transaction: a table that is missing may mean that the
 * city is.
 */
export async function translateCityError(database: Database, code: string, error: unknown): Promise<unknown> {
  const missing = error instanceof DatabaseError && error.code === SqlState.undefinedTable
  return missing && !(await schemaExists(database, getCitySchema(code)))
    ? noSuchCity(code)
    : toAppError(error)
}

/** One transaction in the schema that all cities share: accounts, and the list of cities. */
export async function withSharedSchema<T>(
  database: Database,
  work: (tx: Queryable) => Promise<T>,
  options: SchemaTransactionOptions = {},
): Promise<T> {
  try {
    return await withSchema(database, SHARED_SCHEMA, work, options)
  } catch (error) {
    throw toAppError(error)
  }
}

export function getCitySchema(code: string): string {
  if (!/^\d{6}$/.test(code)) throw noSuchCity(code)
  return `city_${code}`
}

/** The transaction alone: errors are the database's own. PostGIS lives in `public`. */
export function withSchema<T>(
  database: Database,
  schema: string,
  work: (tx: Queryable) => Promise<T>,
  options: SchemaTransactionOptions,
): Promise<T> {
  return database.transaction(work, { ...options, searchPath: [schema, 'public'] })
}

function noSuchCity(code: string): AppError {
  return new AppError('not_found', 'there is no such city', { city: code })
}

async function schemaExists(database: Database, schema: string): Promise<boolean> {
  const { rowCount } = await database.query(schemaStatement, [schema])
  return rowCount > 0
}
