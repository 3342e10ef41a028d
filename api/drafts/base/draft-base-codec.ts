import { gunzipSync, gzipSync } from 'node:zlib'
import { DraftBase } from '#shared/contract/drafts/draft-base.ts'

/** Returns a draft base as the database stores it: gzipped JSON. */
export const packDraftBase = (draftBase: DraftBase): Uint8Array =>
  gzipSync(JSON.stringify(draftBase), { level: 6 })

/** Reads a stored draft base. Throws a ZodError when the bytes hold another JSON value. */
export const unpackDraftBase = (bytes: Uint8Array): DraftBase =>
  DraftBase.parse(JSON.parse(gunzipSync(bytes).toString('utf8')))
