import { InvalidFileError } from '../model/invalid-file-error.ts'

/** One feature larger than this is not a border but a mistake. */
const MOST_CHARACTERS = 64 * 1024 * 1024

/**
 * Cuts a GeoJSON text into its features while it arrives; `JSON.parse` does the reading. `rest()` is the text around
 * them, its list of features left empty: a feature collection's other members, or the one feature that is all.
 */
export function createFeatureSplitter() {
  let held = ''
  let at = 0
  let depth = 0
  let inString = false
  let escaped = false
  let stringFrom = 0
  let lastString = ''
  /** Depth inside the list of features; 0 outside. */
  let listDepth = 0
  let featureFrom = -1
  let passed = 0
  const rest: string[] = []
  let restFrom = 0
  let restLength = 0

  const keepRest = (until: number) => {
    restLength += until - restFrom
    if (restLength > MOST_CHARACTERS)
      throw new InvalidFileError('too_large', { what: 'JSON', limit: '64 MB' })
    rest.push(held.slice(restFrom, until))
  }

  const push = (chunk: string): string[] => {
    const features: string[] = []
    // what is still needed of the text before: a feature that has begun, or a key
    const from =
      featureFrom >= 0 ? featureFrom : listDepth > 0 ? at : Math.min(restFrom, inString ? stringFrom : at)
    if (from > 0) {
      held = held.slice(from)
      passed += from
      at -= from
      stringFrom -= from
      restFrom -= from
      if (featureFrom >= 0) featureFrom -= from
    }
    held += chunk
    if (held.length > 2 * MOST_CHARACTERS)
      throw new InvalidFileError('too_large', { what: 'JSON', limit: '64 MB' })
    for (; at < held.length; at++) {
      const code = held.charCodeAt(at)
      if (inString) {
        if (escaped) escaped = false
        else if (code === 92) escaped = true
        else if (code === 34) {
          inString = false
          if (depth === 1) lastString = held.slice(stringFrom, at)
        }
        continue
      }
      switch (code) {
        case 34:
          inString = true
          stringFrom = at + 1
          break
        case 91: // [
          depth++
          if (listDepth === 0 && (depth === 1 || (depth === 2 && lastString === 'features'))) {
            listDepth = depth
            keepRest(at + 1)
          }
          break
        case 123: // {
          if (listDepth > 0 && depth === listDepth) featureFrom = at
          depth++
          break
        case 93: // ]
          depth--
          if (listDepth > 0 && depth < listDepth) {
            listDepth = 0
            restFrom = at
          }
          break
        case 125: // }
          depth--
          if (listDepth > 0 && depth === listDepth && featureFrom >= 0) {
            features.push(held.slice(featureFrom, at + 1))
            featureFrom = -1
          }
          break
        default:
          // between features only commas and blanks
          if (listDepth > 0 && featureFrom < 0 && code > 32 && code !== 44)
            throw new InvalidFileError('json_broken', { at: passed + at + 1 })
      }
      if (depth < 0) throw new InvalidFileError('json_broken', { at: passed + at + 1 })
    }
    if (listDepth === 0) {
      keepRest(held.length)
      restFrom = held.length
    }
    return features
  }

  return {
    push,
    rest(): string {
      if (listDepth > 0 || inString || depth !== 0)
        throw new InvalidFileError('truncated_file', { what: 'JSON' })
      return rest.join('')
    },
  }
}
