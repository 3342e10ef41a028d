import type { FeatureDetail } from '#shared/contract/city.ts'
import type { LayerId } from '#shared/layers/layer.ts'
import type { Formats } from '../../../lib/formats.ts'
import { NOT_KNOWN } from '../../../lib/formats.ts'

export type FieldValue = FeatureDetail['fields'][string]

const PREMISES: readonly LayerId[] = ['stations', 'centers']
const UNITS: readonly LayerId[] = ['districts', 'streets', 'communities']

/** Fields whose values are words of a closed list; which list depends for some on the layer. */
export function wordListOf(layer: LayerId, field: string): string | null {
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
  'surveyedOn',
  'branchSince',
  'organisationSince',
  'liaisonSince',
  'validFrom',
])

/** Numbers are shown as figures, everything else as lines. The area of rooms is a line: it describes them. */
export function isFigure(layer: LayerId, field: string, value: FieldValue | undefined): value is number {
  return (
    typeof value === 'number' &&
    field !== 'version' &&
    field !== 'capacityHouseholds' &&
    !(field === 'areaM2' && PREMISES.includes(layer))
  )
}

export function labelKey(layer: LayerId, field: string): string {
  return field === 'areaM2' && PREMISES.includes(layer) ? 'fields.premisesArea' : `fields.label.${field}`
}

/** A value in words. `text` looks a key up; `unit` names what a number counts. */
export function writeField(
  { layer, field, value }: { layer: LayerId; field: string; value: FieldValue | undefined },
  formats: Formats,
  text: (key: string) => string,
  unit: string,
): string {
  if (value === undefined || value === null || value === '')
    return DAYS.has(field) ? text('fields.none') : NOT_KNOWN
  const words = wordListOf(layer, field)
  if (words !== null && typeof value === 'string') return text(`words.${words}.${value}`)
  if (typeof value === 'boolean') return text(value ? 'fields.yes' : 'fields.no')
  if (Array.isArray(value)) return value.length === 0 ? NOT_KNOWN : value.join(text('fields.comma'))
  if (typeof value === 'string') return DAYS.has(field) ? formats.day(value) : value
  if (field === 'areaM2') return formats.area(value)
  return unit === '' ? formats.count(value) : `${formats.count(value)} ${unit}`
}
