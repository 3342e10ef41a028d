import type { FileReason } from '#shared/contract/transfer/file-reasons.ts'

/** A file, or a part of it, cannot be used at all; `code` says why, `details` go into the text. */
export class InvalidFileError extends Error {
  override readonly name = 'FileRefused'

  constructor(
    readonly code: FileReason,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(details)}`, options)
  }
}
