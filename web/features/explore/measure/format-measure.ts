import { type Language, LOCALES } from '../../../lib/formatters.ts'

interface Unit {
  /** Metres or square metres in one unit. */
  size: number
  zh: string
  en: string
}

const LENGTH_UNITS: readonly Unit[] = [
  { size: 1000, zh: '公里', en: 'km' },
  { size: 1, zh: '米', en: 'm' },
]
const AREA_UNITS: readonly Unit[] = [
  { size: 1e6, zh: '平方公里', en: 'km²' },
  { size: 1e4, zh: '公顷', en: 'ha' },
  { size: 1, zh: '平方米', en: 'm²' },
]

/** Significant digits of a size that a person would say, and of one to calculate with. */
const ROUND_DIGITS = 2
const EXACT_DIGITS = 4

/** An area rounded to two digits: 850 m², 3.2 ha, 1.4 km². */
export const formatRoundArea = (squareMetres: number, language: Language) =>
  formatWithUnit(squareMetres, ROUND_DIGITS, AREA_UNITS, language)

/** A length with four digits: 243 m, 1.284 km. */
export const formatExactLength = (metres: number, language: Language) =>
  formatWithUnit(metres, EXACT_DIGITS, LENGTH_UNITS, language)

/** An area with four digits: 846 m², 3.164 ha. */
export const formatExactArea = (squareMetres: number, language: Language) =>
  formatWithUnit(squareMetres, EXACT_DIGITS, AREA_UNITS, language)

/** Rounds before it chooses the unit, so that 997 m becomes 1 km. Parts of a metre or square metre are left out. */
function formatWithUnit(value: number, digits: number, units: readonly Unit[], language: Language): string {
  const rounded = Number(value.toPrecision(digits))
  const unit = units.find(({ size }) => rounded >= size) ?? units[units.length - 1]
  if (unit === undefined) return ''
  const format = new Intl.NumberFormat(LOCALES[language], {
    maximumFractionDigits: unit.size === 1 ? 0 : digits - 1,
  })
  return `${format.format(rounded / unit.size)} ${unit[language]}`
}
