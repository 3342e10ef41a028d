import type { CoverageOptions } from '../../contract/coverage/coverage-options.ts'

type ClassOptions = Pick<CoverageOptions, 'speed' | 'minutes' | 'ruralSpeed' | 'ruralMinutes'>

/** Returns metres per minute in town (on foot) or in the country (by electric bicycle). */
export function getSpeed({ speed, ruralSpeed }: ClassOptions, isRural: boolean): number {
  return isRural ? ruralSpeed : speed
}

/** Returns the walked metres within which a service counts as reached, in town or in the country. */
export function computeReachLimitMetres(options: ClassOptions, isRural: boolean): number {
  return getSpeed(options, isRural) * (isRural ? options.ruralMinutes : options.minutes)
}

/** Returns that limit for each grid. `rural`: 1 in the country. */
export function computeReachLimits(options: ClassOptions, rural: ArrayLike<number>): Float64Array {
  const town = computeReachLimitMetres(options, false)
  const country = computeReachLimitMetres(options, true)
  const limits = new Float64Array(rural.length)
  for (let row = 0; row < limits.length; row++) limits[row] = rural[row] === 1 ? country : town
  return limits
}
