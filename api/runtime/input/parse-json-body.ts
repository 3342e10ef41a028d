import { AppError } from '../../errors.ts'

/** Levels of arrays and objects in a JSON body; a GeoJSON feature has six. */
const MAX_NESTING = 32

/**
 * Parses a JSON body, whose nesting is checked first.
 *
 * @throws AppError too_complex, invalid_request
 */
export function parseJsonBody(bytes: Uint8Array): unknown {
  checkNesting(bytes)
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown
  } catch (error) {
    throw new AppError('invalid_request', 'the body is not JSON', { place: 'body' }, { cause: error })
  }
}

/**
 * Throws when arrays and objects are nested too deeply. It stops at the first byte that is too deep.
 *
 * @throws AppError too_complex
 */
export function checkNesting(json: Uint8Array): void {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (inString) {
      if (byte === BACKSLASH) i++
      else if (byte === QUOTE) inString = false
    } else if (byte === QUOTE) inString = true
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (++depth > MAX_NESTING)
        throw new AppError('too_complex', `the body has more than ${MAX_NESTING} levels`, {
          what: 'nesting',
          limit: MAX_NESTING,
        })
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) depth--
  }
}

const [QUOTE, BACKSLASH, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
]
