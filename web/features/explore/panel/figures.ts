import type { CitySummary, Figures } from '#shared/contract/city.ts'
import type { Formats } from '../../../lib/formats.ts'

/** A number with its field's name; label and unit are looked up by it. */
export interface Figure {
  field: string
  value: number
}

/** What the first look at a city tells, in the order of the page. */
export function cityFigures({ units, figures }: CitySummary): Figure[] {
  return [
    { field: 'districts', value: units.district },
    { field: 'streets', value: units.street },
    { field: 'communities', value: figures.communities },
    { field: 'households', value: figures.households },
    { field: 'residents', value: figures.residents },
    { field: 'members', value: figures.members },
    { field: 'workers', value: workersOf(figures) },
    { field: 'householdHubs', value: figures.householdHubs },
    { field: 'areaM2', value: figures.areaM2 },
    { field: 'stations', value: figures.stations },
    { field: 'centers', value: figures.centers },
    { field: 'parks', value: figures.parks },
  ]
}

export function urbanFigures({ urban }: CitySummary): Figure[] {
  return [
    { field: 'households', value: urban.households },
    { field: 'residents', value: urban.residents },
    { field: 'members', value: urban.members },
    { field: 'grids', value: urban.grids },
    { field: 'stations', value: urban.stations },
    { field: 'workers', value: workersOf(urban) },
  ]
}

export const workersOf = (figures: Figures): number => figures.fullTimeWorkers + figures.partTimeWorkers

/** Area in the fitting unit, all else as a whole number. */
export function writeFigure({ field, value }: Figure, formats: Formats): string {
  return field === 'areaM2' ? formats.area(value) : formats.count(value)
}
