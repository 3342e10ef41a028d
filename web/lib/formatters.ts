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
  /** 0.873 → 87.3%. */
  share(value: number | null): string
  /** Square metres in, the fitting unit out. */
  area(squareMetres: number | null): string
  /** The same as number and unit. */
  areaParts(squareMetres: number): { number: string; unit: string }
  /** Metres in, the fitting unit out. */
  length(metres: number): string
  /** 'YYYY-MM-DD' in. */
  day(value: string | null): string
  /** A moment (ISO 8601) by the reader's clock, to the minute. */
  moment(value: string | null): string
}

export const UNKNOWN_VALUE = '—'

const byLanguage = new Map<Language, Formatters>()

export function getFormatters(language: Language): Formatters {
  let formats = byLanguage.get(language)
  if (formats === undefined) byLanguage.set(language, (formats = create(language)))
  return formats
}

function create(language: Language): Formatters {
  const locale = LOCALES[language]
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number | null) =>
      value === null || Number.isNaN(value) ? UNKNOWN_VALUE : format.format(value)
  }
  const count = number({ maximumFractionDigits: 0 })
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
  })
  const unit = (names: Record<Language, string>) => ` ${names[language]}`

  const areaParts = (value: number) => {
    if (value < 50_000) return { number: count(value), unit: language === 'zh' ? '平方米' : 'm²' }
    const squareKilometres = value / 1e6
    return {
      number: squareKilometres < 100 ? three(squareKilometres) : count(squareKilometres),
      unit: language === 'zh' ? '平方公里' : 'km²',
    }
  }

  return {
    count,
    compact: number({ notation: 'compact', maximumFractionDigits: 1 }),
    decimal: number({ maximumFractionDigits: 1 }),
    share: number({ style: 'percent', maximumFractionDigits: 1 }),
    area(value) {
      if (value === null || Number.isNaN(value)) return UNKNOWN_VALUE
      const parts = areaParts(value)
      return `${parts.number} ${parts.unit}`
    },
    areaParts,
    length(metres) {
      return metres < 1000
        ? count(metres) + unit({ zh: '米', en: 'm' })
        : count(metres / 1000) + unit({ zh: '公里', en: 'km' })
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
