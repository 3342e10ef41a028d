import type { FeatureDetail } from '#shared/contract/city/features.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import type { Formatters } from '../../../lib/formatters.ts'
import { UNKNOWN_VALUE } from '../../../lib/formatters.ts'

export type FeatureFieldValue = FeatureDetail['fields'][string]

const PREMISES: readonly LayerId[] = ['stations', 'centers']
const UNITS: readonly LayerId[] = ['districts', 'streets', 'communities']

/** Fields whose values are words of a closed list; which list depends for some on the layer. */
export function findFieldEnum(layer: LayerId, field: string): string | null {
  switch (field) {
    case 'kind':
      return UNITS.includes(layer) ? 'unitKind' : layer === 'grids' ? 'gridKind' : 'parkKind'
    case 'level':
      return PREMISES.includes(layer) ? 'premisesLevel' : 'parkLevel'
    case 'class':
      return layer === 'water' ? 'waterClass' : 'roadClass'
    case 'type':
      return 'communityType'
    case 'status':
      return 'premisesStatus'
    case 'use':
      return 'buildingUse'
    case 'tenure':
    case 'organisation':
    case 'urbanRuralClass':
      return field
    default:
      return null
  }
}

const DAYS = new Set([
  'openedOn',
  'completedOn',
  'surveyedOn',
  'branchSince',
  'organisationSince',
  'liaisonSince',
  'validFrom',
])

/** Numbers are shown as figures, everything else as lines. The area of rooms is a line: it describes them. */
export function isFigureField(
  layer: LayerId,
  field: string,
  value: FeatureFieldValue | undefined,
): value is number {
  return (
    typeof value === 'number' &&
    field !== 'version' &&
    field !== 'capacityHouseholds' &&
    field !== 'floors' &&
    !(field === 'areaM2' && PREMISES.includes(layer))
  )
}

export function getFieldLabelKey(layer: LayerId, field: string): string {
  return field === 'areaM2' && PREMISES.includes(layer) ? 'fields.premisesArea' : `fields.label.${field}`
}

/** A value in words. `text` looks a key up; `unit` names what a number counts. */
export function formatFieldValue(
  { layer, field, value }: { layer: LayerId; field: string; value: FeatureFieldValue | undefined },
  formats: Formatters,
  text: (key: string) => string,
  unit: string,
): string {
  if (value === undefined || value === null || value === '')
    return DAYS.has(field) ? text('fields.none') : UNKNOWN_VALUE
  const words = findFieldEnum(layer, field)
  if (words !== null && typeof value === 'string') return text(`words.${words}.${value}`)
  if (typeof value === 'boolean') return text(value ? 'fields.yes' : 'fields.no')
  if (Array.isArray(value)) return value.length === 0 ? UNKNOWN_VALUE : value.join(text('fields.comma'))
  if (typeof value === 'string') return DAYS.has(field) ? formats.day(value) : value
  if (field === 'areaM2') return formats.area(value)
  return unit === '' ? formats.count(value) : `${formats.count(value)} ${unit}`
}
