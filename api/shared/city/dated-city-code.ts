/**
 * A city as addresses name it: its code, followed by an @ and a day for a state of the past:
 * '320900@2018-12-31'. Without a day it is the current state.
 */
export interface DatedCity {
  code: string
  day: string | null
}

/**
 * Splits '320900@2018-12-31' into code and day. The day is null when the address has none. The address must
 * match `DatedCityCode`.
 */
export function readDatedCityCode(address: string): DatedCity {
  const [code = '', day = null] = address.split('@')
  return { code, day }
}

/** Joins code and day to the form that `readDatedCityCode` splits. */
export const formatDatedCityCode = ({ code, day }: DatedCity): string =>
  day === null ? code : `${code}@${day}`
