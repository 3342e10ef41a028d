/** Every refusal's code and its HTTP status. The text for people is looked up by code in the user's language. */
export const errorCodes = {
  invalid_request: 400,
  unauthenticated: 401,
  /** Name, password or code is wrong, or the account is closed: which, nobody is told. */
  sign_in_failed: 401,
  forbidden: 403,
  /** The step does not belong to a sign-in that is under way, or it took too long: begin again. */
  sign_in_expired: 403,
  not_found: 404,
  method_not_allowed: 405,
  /** The request did not arrive whole in time. */
  request_timeout: 408,
  /** Somebody else's state stands against it: a code that is taken, a unit that is still referred to. */
  conflict: 409,
  /** Drawn on a state of the city that has changed since. */
  stale_base: 409,
  basemap_key_missing: 409,
  /** The draft is at a stage at which this cannot be done to it. */
  wrong_stage: 409,
  /** Somebody else is drawing in this community. */
  leased: 409,
  /** A street whose border moves has not agreed. */
  consent_missing: 409,
  /** Nobody approves what they submitted themselves. */
  own_work: 409,
  /** The draft has errors that must be mended first. */
  has_problems: 422,
  /** If-Match names a state that is no more. */
  changed_meanwhile: 412,
  too_large: 413,
  unsupported_media: 415,
  /** Well-formed, but the rules of the domain refuse it. */
  unprocessable: 422,
  /** The rules for passwords refuse it; the details say which. */
  weak_password: 422,
  too_many_requests: 429,
  internal: 500,
  /** The database, or the part of it that holds this city, does not answer now: ask again later. */
  unavailable: 503,
  /** The database took longer than a statement may. */
  timeout: 504,
} as const

export type ErrorCode = keyof typeof errorCodes
