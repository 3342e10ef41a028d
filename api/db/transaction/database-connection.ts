import type { QueryResult } from '../database.ts'
import type { EncodedParameter } from '../protocol/encode-parameter.ts'

/** A single connection as both drivers provide it; calls are serialised. */
export interface DatabaseConnection {
  query<T>(text: string, values: EncodedParameter[], timeoutMs: number | undefined): Promise<QueryResult<T>>
  /** Statements without parameters, separated by semicolons; returns the command tag of the last one. */
  run(text: string): Promise<string>
}
