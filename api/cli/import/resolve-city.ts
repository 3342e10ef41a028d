import { TARGETS } from '#shared/contract/transfer/targets.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'
import { StartError } from '../../errors.ts'
import { readRow } from '../../transfer/import/rows/read-row.ts'
import { type LayerInspection, resolveMapping } from '../../transfer/import/inspect-layer.ts'
import type { ImportArguments } from './read-import-arguments.ts'

export interface ListedCity {
  code: string
  name: string
  demo: boolean
  state: string
}

export interface ResolvedCity {
  code: string
  name: string
  nameEn: string
  demo: boolean
}

/** The city that is meant: the one that was named, else the only one there is. A new one needs a name. */
export function resolveCity(
  cities: readonly ListedCity[],
  given: ImportArguments,
  layer: LayerInspection,
  target: TargetId,
): ResolvedCity {
  const code = given.city ?? (cities.length === 1 ? cities[0]!.code : null)
  if (code === null) {
    const guess = inferCity(layer, target)
    const names = cities.map((city) => `${city.code} ${city.name}`).join(', ')
    throw new StartError(
      cities.length === 0
        ? `There is no city yet: name a new one, for example --city ${guess ?? '321200'} --name 泰州市.`
        : `Which city? --city takes one of ${names}${guess === null ? '' : `; the codes in the file look like ${guess}`}.`,
    )
  }
  const known = cities.find((city) => city.code === code)
  if (known?.state === 'loading')
    throw new StartError(`City ${code} is still being loaded: start the server once and let it finish.`)
  if (known) return { code, name: known.name, nameEn: known.name, demo: known.demo }
  if (given.name === null)
    throw new StartError(`There is no city ${code} yet: give it a name with --name, and it is made.`)
  return { code, name: given.name, nameEn: given.nameEn ?? given.name, demo: false }
}

/** The prefecture that the codes of the first rows belong to; null: several, or none. */
function inferCity(layer: LayerInspection, target: TargetId): string | null {
  const mapping = resolveMapping(TARGETS[target], layer)
  const prefixes = new Set(
    layer.sample.slice(0, 50).flatMap((feature) => {
      const { code } = readRow(TARGETS[target], mapping, feature).values
      return typeof code === 'string' && /^\d{6}/.test(code) ? code.slice(0, 4) : []
    }),
  )
  return prefixes.size === 1 ? `${[...prefixes][0]}00` : null
}
