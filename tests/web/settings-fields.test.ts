// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { SecuritySettings } from '#shared/contract/access/security-settings.ts'
import {
  citySettingsFields,
  toFieldKey,
  readSettingsField,
  writeSettingsField,
} from '../../web/features/admin/settings/city-settings-fields.ts'
import { parseNumberInput } from '../../web/features/admin/settings/parse-number-input.ts'
import { securitySettingsFields } from '../../web/features/admin/settings/security-settings-fields.ts'

const fields = citySettingsFields.flatMap((group) => group.fields)
const written = (settings: CitySettings, changes: Record<string, string> = {}) =>
  fields.reduce<object>(
    (part, field) =>
      writeSettingsField(
        part,
        field,
        changes[toFieldKey(field.path)] ?? readSettingsField(settings, field),
        parseNumberInput,
      ),
    settings,
  )

/** Every value at the end of a path. */
const leaves = (value: unknown, path: string[] = []): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]))
    : [path.join('.')]

describe('the form fields of the city settings', () => {
  it('cover every setting but the logo, which has a field of its own', () => {
    expect(fields.map(({ path }) => toFieldKey(path)).sort()).toEqual(
      leaves(CitySettings.parse({}))
        .filter((path) => path !== 'names.logo')
        .sort(),
    )
  })

  it('return what they were given, including defaults and empty values', () => {
    const settings = CitySettings.parse({})
    expect(CitySettings.parse(written(settings))).toEqual(settings)
  })

  it('accept typed input: numbers with separators, an empty limit, an empty title', () => {
    const changed = written(CitySettings.parse({}), {
      'coverage.walkingSpeed': ' 65 ',
      'standard.areas.city': '3,500',
      'rules.comprehensive.maxHouseholds': '',
      'names.title': '盐城网格',
      'standard.anyTenure': 'false',
    })
    expect(CitySettings.parse(changed)).toMatchObject({
      coverage: { walkingSpeed: 65 },
      standard: { areas: { city: 3500 }, anyTenure: false },
      rules: { comprehensive: { maxHouseholds: null } },
      names: { title: '盐城网格' },
    })
  })

  it.each(['x', '', '1e3', '--1', '10..5'])('reject %j in place of a number', (text) => {
    expect(
      CitySettings.safeParse(written(CitySettings.parse({}), { 'coverage.detourFactor': text })).success,
    ).toBe(false)
  })
})

describe('the form fields of the security settings', () => {
  it('cover every setting but the roles that need a second factor', () => {
    const shown = securitySettingsFields.flatMap(({ group, fields: each }) =>
      each.map(({ id }) => (group === 'audit' ? id : `${group}.${id}`)),
    )
    expect(shown.sort()).toEqual(
      leaves(SecuritySettings.parse({}))
        .filter((path) => !path.startsWith('secondFactorRoles'))
        .sort(),
    )
  })
})
