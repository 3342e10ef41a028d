// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { CitySettings } from '#shared/contract/settings.ts'
import { SecuritySettings } from '#shared/contract/settings-security.ts'
import { cityFields, keyOf, readField, writeField } from '../../web/features/office/settings/city-fields.ts'
import { numberOf } from '../../web/features/office/settings/number-of.ts'
import { securityFields } from '../../web/features/office/settings/security-fields.ts'

const fields = cityFields.flatMap((group) => group.fields)
const written = (settings: CitySettings, changes: Record<string, string> = {}) =>
  fields.reduce<object>(
    (part, field) =>
      writeField(part, field, changes[keyOf(field.path)] ?? readField(settings, field), numberOf),
    settings,
  )

/** Every value at the end of a path. */
const leaves = (value: unknown, path: string[] = []): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]))
    : [path.join('.')]

describe('the fields of a city’s settings', () => {
  it('show every setting but the logo, which has a field of its own', () => {
    expect(fields.map(({ path }) => keyOf(path)).sort()).toEqual(
      leaves(CitySettings.parse({}))
        .filter((path) => path !== 'names.logo')
        .sort(),
    )
  })

  it('give back what they were shown, presets and nothings included', () => {
    const settings = CitySettings.parse({})
    expect(CitySettings.parse(written(settings))).toEqual(settings)
  })

  it('take what somebody writes: numbers with marks, an empty limit, an empty title', () => {
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

  it.each(['x', '', '1e3', '--1', '10..5'])('refuse %j where a number belongs', (text) => {
    expect(
      CitySettings.safeParse(written(CitySettings.parse({}), { 'coverage.detourFactor': text })).success,
    ).toBe(false)
  })
})

describe('the fields of the security rules', () => {
  it('show every rule but the roles that need a second factor', () => {
    const shown = securityFields.flatMap(({ group, fields: each }) =>
      each.map(({ id }) => (group === 'audit' ? id : `${group}.${id}`)),
    )
    expect(shown.sort()).toEqual(
      leaves(SecuritySettings.parse({}))
        .filter((path) => !path.startsWith('secondFactorRoles'))
        .sort(),
    )
  })
})
