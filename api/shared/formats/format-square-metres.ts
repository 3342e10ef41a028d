/** Square metres as a person writes them: whole from 10 on, else two digits, so that a small area never reads 0. */
export function formatSquareMetres(m2: number): string {
  if (m2 >= 10) return whole.format(m2)
  return m2 > 0 && m2 < 0.001 ? '< 0.001' : twoDigits.format(m2)
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const twoDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
