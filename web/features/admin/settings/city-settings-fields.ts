import { basemapKinds, type CitySettings } from '#shared/contract/city/city-settings.ts'
import {
  figureSources,
  gridKinds,
  measuredFrom,
  premisesLevels,
  servingSets,
} from '#shared/contract/enums.ts'

/** Where a value stands in the settings. */
export type SettingsPath = readonly [keyof CitySettings, ...string[]]

export interface CitySettingsField {
  path: SettingsPath
  /** Name of the label and the unit in the texts. */
  label: string
  /** `list.word` of the domain's words: which of several alike it is. */
  word?: string
  kind: 'number' | 'optionalNumber' | 'text' | 'switch' | 'choice' | 'file'
  options?: readonly string[]
}

const number = (...path: SettingsPath): CitySettingsField => ({
  path,
  label: path.at(-1) ?? '',
  kind: 'number',
})

/** What a city decides for itself, in groups as the page shows them. */
export const citySettingsFields: readonly { group: string; fields: readonly CitySettingsField[] }[] = [
  {
    group: 'names',
    fields: [
      { path: ['names', 'title'], label: 'title', kind: 'text' },
      { path: ['names', 'titleEn'], label: 'titleEn', kind: 'text' },
      { path: ['names', 'approvalNumber'], label: 'approvalNumber', kind: 'text' },
    ],
  },
  {
    group: 'place',
    fields: [
      { path: ['place', 'timeZone'], label: 'timeZone', kind: 'text' },
      { path: ['place', 'latitude'], label: 'latitude', kind: 'optionalNumber' },
      { path: ['place', 'longitude'], label: 'longitude', kind: 'optionalNumber' },
    ],
  },
  {
    group: 'basemap',
    fields: [
      { path: ['basemap', 'kind'], label: 'basemapKind', kind: 'choice', options: basemapKinds },
      { path: ['basemap', 'opacity'], label: 'basemapOpacity', kind: 'number' },
      { path: ['basemap', 'file'], label: 'basemapFile', kind: 'file' },
      { path: ['basemap', 'address'], label: 'basemapAddress', kind: 'text' },
      { path: ['basemap', 'maxZoom'], label: 'basemapMaxZoom', kind: 'number' },
      { path: ['basemap', 'attribution'], label: 'basemapAttribution', kind: 'text' },
    ],
  },
  {
    group: 'buildings',
    fields: [
      { path: ['buildings', 'figures'], label: 'figures', kind: 'choice', options: figureSources },
      number('buildings', 'largeDifference'),
    ],
  },
  {
    group: 'coverage',
    fields: [
      {
        path: ['coverage', 'measuredFrom'],
        label: 'measuredFrom',
        kind: 'choice',
        options: measuredFrom,
      },
      number('coverage', 'serviceMinutes'),
      number('coverage', 'walkingSpeed'),
      number('coverage', 'detourFactor'),
      number('coverage', 'circles', 'inner'),
      number('coverage', 'circles', 'middle'),
      number('coverage', 'circles', 'outer'),
      { path: ['coverage', 'rural', 'serviceMinutes'], label: 'ruralMinutes', kind: 'number' },
      { path: ['coverage', 'rural', 'speed'], label: 'ruralSpeed', kind: 'number' },
      {
        path: ['coverage', 'rural', 'serving'],
        label: 'ruralServing',
        kind: 'choice',
        options: servingSets,
      },
      number('coverage', 'areaPer100Households'),
      number('coverage', 'nearMetres'),
      number('coverage', 'bands', 'good'),
      number('coverage', 'bands', 'fair'),
      number('coverage', 'bands', 'poor'),
    ],
  },
  {
    group: 'standard',
    fields: [
      ...premisesLevels.map((level): CitySettingsField => ({
        path: ['standard', 'areas', level],
        label: 'standardArea',
        word: `premisesLevel.${level}`,
        kind: 'number',
      })),
      { path: ['standard', 'center', 'least'], label: 'centerLeast', kind: 'number' },
      { path: ['standard', 'center', 'better'], label: 'centerBetter', kind: 'number' },
      { path: ['standard', 'anyTenure'], label: 'anyTenure', kind: 'switch' },
    ],
  },
  ...(['rules', 'ruralRules'] as const).flatMap((section) =>
    gridKinds.map((kind) => ({
      group: `${section}.${kind}`,
      fields: [
        { path: [section, kind, 'minHouseholds'], label: 'minHouseholds', kind: 'optionalNumber' },
        { path: [section, kind, 'maxHouseholds'], label: 'maxHouseholds', kind: 'optionalNumber' },
        number(section, kind, 'minWorkers'),
        number(section, kind, 'minAreaM2'),
      ] satisfies CitySettingsField[],
    })),
  ),
  {
    group: 'gridCodes',
    fields: [
      number('gridCodes', 'first'),
      {
        path: ['gridCodes', 'order'],
        label: 'order',
        kind: 'choice',
        options: ['west_to_east', 'north_to_south'],
      },
    ],
  },
  { group: 'drawing', fields: [number('drawing', 'crumbShare'), number('drawing', 'crumbAreaM2')] },
  {
    group: 'review',
    fields: [{ path: ['review', 'allowOwnWork'], label: 'allowOwnWork', kind: 'switch' }],
  },
]

export const toFieldKey = (path: SettingsPath): string => path.join('.')

export function readSettingsField(settings: CitySettings, { path }: CitySettingsField): string {
  const value = path.reduce<unknown>(
    (part, name) =>
      typeof part === 'object' && part !== null
        ? Object.entries(part).find(([key]) => key === name)?.[1]
        : undefined,
    settings,
  )
  return value === null || value === undefined ? '' : String(value)
}

/** The settings with what is written in one field; what is no number becomes NaN, which the contract refuses. */
export function writeSettingsField(
  settings: object,
  { path, kind }: CitySettingsField,
  text: string,
  toNumber: (text: string) => number,
): object {
  const value =
    kind === 'switch'
      ? text === 'true'
      : kind === 'number'
        ? toNumber(text)
        : kind === 'optionalNumber'
          ? text.trim() === ''
            ? null
            : toNumber(text)
          : text.trim() === ''
            ? null
            : text.trim()
  return put(settings, path, value)
}

function put(part: object, [name, ...rest]: readonly string[], value: unknown): object {
  if (name === undefined) return part
  const inner: unknown = Object.entries(part).find(([key]) => key === name)?.[1]
  return {
    ...part,
    [name]:
      rest.length === 0 ? value : put(typeof inner === 'object' && inner !== null ? inner : {}, rest, value),
  }
}
