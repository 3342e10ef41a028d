import { formatShare, formatShares } from '#shared/formats/format-shares.ts'
import { formatSquareMetres } from '#shared/formats/format-square-metres.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** Tag for `lang` attributes and Intl. */
export const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

/** Writes values for people of one language; what is not known is a dash. */
export interface Formatters {
  count(value: number | null): string
  /** 1,794,000 → 179.4万, 1.8M. */
  compact(value: number | null): string
  /** One digit after the point where it tells something. */
  decimal(value: number | null): string
  /** 0.873 → 87.3%. What is not nothing never reads 0%, and what is not all never 100%. */
  share(value: number | null): string
  /** The parts of one whole as percentages that sum to 100, with the same limits. */
  shares(parts: readonly number[]): string[]
  /** Square metres in, the fitting unit out. */
  area(squareMetres: number | null): string
  /** The same as number and unit. */
  areaParts(squareMetres: number): { number: string; unit: string }
  /** Metres in; two digits and the fitting unit out, as a person would say it: 240 m, 1.3 km. */
  length(metres: number | null): string
  /** Minutes on foot and the metres of the way: beyond an hour the distance says more. */
  walkingTime(minutes: number | null, metres: number | null): string
  /** 'YYYY-MM-DD' in. */
  day(value: string | null): string
  /** A moment (ISO 8601) to the minute. */
  moment(value: string | null): string
}

export const UNKNOWN_VALUE = '—'

/** Digits of a length that a person would say. */
const LENGTH_DIGITS = 2
/** Minutes on foot beyond which nobody walks. */
const HOUR = 60

const known = new Map<string, Formatters>()

/** @param timeZone of moments; that of the reader by default */
export function getFormatters(language: Language, timeZone?: string): Formatters {
  const key = `${language} ${timeZone ?? ''}`
  let formats = known.get(key)
  if (formats === undefined) known.set(key, (formats = create(language, timeZone)))
  return formats
}

function create(language: Language, timeZone: string | undefined): Formatters {
  const locale = LOCALES[language]
  // British English writes millions as metres: 1.8m
  const number = (options: Intl.NumberFormatOptions, tag = locale) => {
    const format = new Intl.NumberFormat(tag, options)
    return (value: number | null) =>
      value === null || Number.isNaN(value) ? UNKNOWN_VALUE : format.format(value)
  }
  const count = number({ maximumFractionDigits: 0 })
  const one = number({ maximumFractionDigits: 1 })
  const three = number({ maximumSignificantDigits: 3 })
  const date = new Intl.DateTimeFormat(locale, {
    dateStyle: language === 'zh' ? 'long' : 'medium',
    timeZone: 'UTC',
  })
  const moment = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const unit = (names: Record<Language, string>) => ` ${names[language]}`

  const length = (value: number | null) => {
    if (value === null || Number.isNaN(value)) return UNKNOWN_VALUE
    // rounded before the unit is chosen: 997 m is 1 km
    const rounded = Number(value.toPrecision(LENGTH_DIGITS))
    return rounded < 1000
      ? count(rounded) + unit({ zh: '米', en: 'm' })
      : one(rounded / 1000) + unit({ zh: '公里', en: 'km' })
  }

  const areaParts = (value: number) => {
    if (value < 50_000)
      return { number: formatSquareMetres(value), unit: language === 'zh' ? '平方米' : 'm²' }
    const squareKilometres = value / 1e6
    return {
      number: squareKilometres < 100 ? three(squareKilometres) : count(squareKilometres),
      unit: language === 'zh' ? '平方公里' : 'km²',
    }
  }

  return {
    count,
    compact: number({ notation: 'compact', maximumFractionDigits: 1 }, language === 'en' ? 'en-US' : locale),
    decimal: one,
    share: (value) => (value === null || Number.isNaN(value) ? UNKNOWN_VALUE : formatShare(value)),
    shares: formatShares,
    area(value) {
      if (value === null || Number.isNaN(value)) return UNKNOWN_VALUE
      const parts = areaParts(value)
      return `${parts.number} ${parts.unit}`
    },
    areaParts,
    length,
    walkingTime(minutes, metres) {
      if (minutes === null || Number.isNaN(minutes)) return UNKNOWN_VALUE
      if (minutes <= HOUR) return one(minutes) + unit({ zh: '分钟', en: 'min' })
      const over = language === 'zh' ? '超过 1 小时' : 'over an hour'
      if (metres === null) return over
      return language === 'zh' ? `${over}（${length(metres)}）` : `${over} (${length(metres)})`
    },
    day(value) {
      if (value === null) return UNKNOWN_VALUE
      const at = new Date(`${value}T00:00:00Z`)
      return Number.isNaN(at.getTime()) ? value : date.format(at)
    },
    moment(value) {
      if (value === null) return UNKNOWN_VALUE
      const at = new Date(value)
      return Number.isNaN(at.getTime()) ? value : moment.format(at)
    },
  }
}
