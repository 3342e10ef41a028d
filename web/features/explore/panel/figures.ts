import type { CitySummary, UnitFigures } from '#shared/contract/city/city.ts'
import type { Formatters } from '../../../lib/formatters.ts'

/** A number with its field's name; label and unit are looked up by it. */
export interface FieldFigure {
  field: string
  value: number
}

/** What the first look at a city tells, in the order of the page. */
export function listCityFigures({ units, figures }: CitySummary): FieldFigure[] {
  return [
    { field: 'districts', value: units.district },
    { field: 'streets', value: units.street },
    { field: 'communities', value: figures.communities },
    { field: 'households', value: figures.households },
    { field: 'residents', value: figures.residents },
    { field: 'members', value: figures.members },
    { field: 'workers', value: countWorkers(figures) },
    { field: 'householdHubs', value: figures.householdHubs },
    { field: 'areaM2', value: figures.areaM2 },
    { field: 'stations', value: figures.stations },
    { field: 'centers', value: figures.centers },
    { field: 'parks', value: figures.parks },
  ]
}

export function listUrbanFigures({ urban }: CitySummary): FieldFigure[] {
  return [
    { field: 'households', value: urban.households },
    { field: 'residents', value: urban.residents },
    { field: 'members', value: urban.members },
    { field: 'grids', value: urban.grids },
    { field: 'stations', value: urban.stations },
    { field: 'workers', value: countWorkers(urban) },
  ]
}

export const countWorkers = (figures: UnitFigures): number =>
  figures.fullTimeWorkers + figures.partTimeWorkers

/** Area in the fitting unit, all else as a whole number. */
export function formatFigure({ field, value }: FieldFigure, formats: Formatters): string {
  return field === 'areaM2' ? formats.area(value) : formats.count(value)
}
