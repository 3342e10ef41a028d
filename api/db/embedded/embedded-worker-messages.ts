import type { EncodedParameter } from '../protocol/encode-parameter.ts'

/**
 * The messages between the database's worker thread and its client. It does not use api/threads: responses
 * are bytes that are transferred, not copied, each has a time limit that ends the thread, and a failed engine
 * reports its damage together with the response.
 */

export interface EmbeddedWorkerTask {
  /** 'create' fills an empty folder with a new database and ends; 'serve' opens one and answers. */
  task: 'create' | 'serve'
  cluster: string
  cache: string
}

/** One statement with values, several without (`values: null`), or the end. */
export type EmbeddedWorkerRequest = { text: string; values: EncodedParameter[] | null } | 'close'

export type EmbeddedWorkerResponse =
  | { kind: 'step'; step: CreationStep }
  /** Created, opened or closed. */
  | { kind: 'done' }
  /**
   * The response of PostgreSQL, see decodeResponse; with `damage` the engine has failed and must not be used
   * again.
   */
  | { kind: 'reply'; bytes: Uint8Array; damage: string | undefined }
  /**
   * The database could not be created, opened or queried; with `start` the message is meant for the operator.
   */
  | { kind: 'failure'; message: string; start: boolean }

/** The parts of making a new database, in order; together a quarter of a minute. */
export type CreationStep = 'unpack' | 'initialise' | 'extension'
