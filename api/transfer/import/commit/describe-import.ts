import { type CityPlace, isChineseCity } from '#shared/city/city-place.ts'

/** The note of an import that was committed without one, and the name of drafts that it begins. */
export const describeImport = (file: string, place: CityPlace): string =>
  isChineseCity(place) ? `导入 ${file}` : `Import of ${file}`
