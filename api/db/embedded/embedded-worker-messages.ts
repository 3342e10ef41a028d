import type { EncodedParameter } from '../protocol/encode-parameter.ts'

/** What passes between the database's worker thread and the thread that asks it. */

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
  /** What PostgreSQL sent back, see readReply; `damage`: the engine has failed inside and must not be used again. */
  | { kind: 'reply'; bytes: Uint8Array; damage: string | undefined }
  /** The database could not be created, opened or asked; `start`: `message` is a sentence for the person who starts it. */
  | { kind: 'failure'; message: string; start: boolean }

/** The parts of making a new database, in order; together a quarter of a minute. */
export type CreationStep = 'unpack' | 'initialise' | 'extension'
