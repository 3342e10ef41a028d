/** Every error code with its HTTP status. The message is looked up by code in the language of the user. */
export const errorCodes = {
  invalid_request: 400,
  unauthenticated: 401,
  /** Wrong name, password or code, or a locked account; the answer does not say which. */
  sign_in_failed: 401,
  forbidden: 403,
  /** The step belongs to no pending sign-in, or the sign-in has expired. */
  sign_in_expired: 403,
  /** The one-time link of the first administrator was used, replaced or is too old, or an account exists. */
  link_expired: 403,
  not_found: 404,
  method_not_allowed: 405,
  /** The request did not arrive completely in time. */
  request_timeout: 408,
  /** A conflict with existing data: a code in use, a unit that is still referenced. */
  conflict: 409,
  /** Another draft of the street that is being worked on has the name. */
  name_taken: 409,
  /** The base of the draft has changed in the city. */
  stale_base: 409,
  basemap_key_missing: 409,
  basemap_file_unusable: 422,
  /** The status of the draft does not allow the action. */
  wrong_stage: 409,
  /** Another account holds the lease of this community. */
  leased: 409,
  /** A street whose border moves has not consented. */
  consent_missing: 409,
  /** Who submitted a draft or made a step of it can neither approve nor publish it. */
  own_work: 409,
  /** The draft has errors that must be fixed first. */
  has_problems: 422,
  /** If-Match names an outdated state. */
  changed_meanwhile: 412,
  too_large: 413,
  /** More levels, vertices, holes or parts than the server accepts; `details.what` and `details.limit` say which. */
  too_complex: 422,
  unsupported_media: 415,
  /** Well-formed, but against the rules of the domain. */
  unprocessable: 422,
  /** The password rules reject it; the details name the rules. */
  weak_password: 422,
  too_many_requests: 429,
  internal: 500,
  /** The disk that the work writes to is full; `details.folder` and `details.freeBytes` say which. */
  disk_full: 507,
  /** The database, or the part of it that holds this city, is not available; retry later. */
  unavailable: 503,
  /** A statement exceeded the time limit of the database. */
  timeout: 504,
} as const

export type ErrorCode = keyof typeof errorCodes
