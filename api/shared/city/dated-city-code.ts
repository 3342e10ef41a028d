/**
 * A city as addresses name it: its code, and after an @ the day as of which it is asked for: '320900@2018-12-31'.
 * Without a day it is the city as it is now.
 */
export interface DatedCity {
  code: string
  day: string | null
}

export function readDatedCityCode(address: string): DatedCity {
  const [code = '', day = null] = address.split('@')
  return { code, day }
}

export const formatDatedCityCode = ({ code, day }: DatedCity): string =>
  day === null ? code : `${code}@${day}`
