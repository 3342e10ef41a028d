import type { CitySnapshot, NamedTable } from '#shared/snapshot/city-snapshot.ts'
import type { FeatureDetail, UnitPathItem } from '#shared/contract/city/features.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import { isLayerId } from '#shared/layers/layers.ts'
import type { TileGeometry } from '#shared/tiles/tile-geometry.ts'
import { AppError } from '../../errors.ts'
import { locatePremises } from '../../snapshot/tables/locate-premises.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { getUnitFigures } from '../../snapshot/tables/sum-figures.ts'
import { getUnitPath } from '../../snapshot/unit-lookup.ts'
import { computeFeatureBox } from '../../snapshot/degree-box.ts'
import { toGridRow } from './list-grids.ts'

type Fields = FeatureDetail['fields']

interface Described {
  table: NamedTable<TileGeometry>
  row: number
  path: UnitPathItem[]
  nameEn: string | null
  fields: Fields
}

/** Builds all that the side panel shows of a feature. `feature`: its id in the tiles, or `code:` and its code. */
export function buildFeatureDetail(city: CitySnapshot, layer: string, feature: string): FeatureDetail {
  const { table, row, path, nameEn, fields } = describe(city, layer, feature)
  return {
    provenance: toProvenance(city),
    layer,
    id: table.ids[row]!,
    code: table.codes[row] ?? null,
    name: table.names[row] ?? '',
    nameEn,
    box: computeFeatureBox(table.mesh, row),
    path,
    fields,
  }
}

function describe(city: CitySnapshot, layer: string, feature: string): Described {
  if (!isLayerId(layer) || !(layer in describers))
    throw new AppError('not_found', `there is no layer ${layer} with features to show`, { layer })
  const describer = describers[layer]
  const described = describer?.(city, (table) => findRow(table, layer, feature))
  if (described === undefined)
    throw new AppError('not_found', `there is no ${feature} in ${layer}`, { layer, feature })
  return described
}

type Describer = (city: CitySnapshot, rowIn: (table: NamedTable<TileGeometry>) => number) => Described

const describers: Partial<Record<LayerId, Describer>> = {
  districts: (city, rowIn) => describeUnit(city, 'district', rowIn),
  streets: (city, rowIn) => describeUnit(city, 'street', rowIn),
  communities: (city, rowIn) => describeUnit(city, 'community', rowIn),
  grids: describeGrid,
  stations: describePremises,
  centers: describePremises,
  parks: describePark,
}

function describeUnit(
  city: CitySnapshot,
  level: 'district' | 'street' | 'community',
  rowIn: (table: NamedTable<TileGeometry>) => number,
): Described {
  const table = city.units[level]
  const row = rowIn(table)
  const figures = getUnitFigures(table, row)
  return {
    table,
    row,
    path: getUnitPath(city, { level, row }),
    nameEn: table.namesEn[row] ?? null,
    fields: {
      kind: table.kinds[row]!,
      type: table.types[row] ?? null,
      typeReason: table.typeReasons[row] ?? null,
      urbanRuralClass: table.urbanRuralClass[row] ?? null,
      urbanScope: table.urbanScope[row] === 1,
      ...figures,
      workers: figures.fullTimeWorkers + figures.partTimeWorkers,
      validFrom: table.validFrom[row]!,
    },
  }
}

function describeGrid(city: CitySnapshot, rowIn: (table: NamedTable<TileGeometry>) => number): Described {
  const { grids } = city
  const row = rowIn(grids)
  const { id: _id, code: _code, name: _name, ...fields } = toGridRow(city, row)
  return {
    table: grids,
    row,
    path: pathOfCommunity(city, grids.community[row]!),
    nameEn: null,
    fields: {
      ...fields,
      premises: listPremisesOf(city, row),
      validFrom: grids.validFrom[row]!,
      version: grids.versions[row]!,
    },
  }
}

function describePremises(city: CitySnapshot, rowIn: (table: NamedTable<TileGeometry>) => number): Described {
  const { premises } = city
  const row = rowIn(premises)
  return {
    table: premises,
    row,
    path: pathOfCommunity(city, premises.community[row]!),
    nameEn: null,
    fields: {
      grid: city.grids.names[locatePremises(city).owner[row] ?? -1] ?? null,
      status: premises.statuses[row]!,
      level: premises.levels[row]!,
      openedOn: premises.openedOn[row] ?? null,
      areaM2: orNull(premises.areaM2[row]!),
      tenure: premises.tenures[row] ?? null,
      functions: premises.functions[row]!,
      openingHours: premises.openingHours[row] ?? null,
      capacityHouseholds: orNull(premises.capacityHouseholds[row]!),
      dutyPhone: premises.dutyPhones[row] ?? null,
      surveyedOn: premises.surveyedOn[row] ?? null,
    },
  }
}

/** Names of the premises that belong to a grid. */
function listPremisesOf(city: CitySnapshot, grid: number): string[] {
  const { names, statuses } = city.premises
  const { owner } = locatePremises(city)
  return names.filter((_, row) => owner[row] === grid && statuses[row] !== 'closed')
}

function describePark(city: CitySnapshot, rowIn: (table: NamedTable<TileGeometry>) => number): Described {
  const { parks } = city
  const row = rowIn(parks)
  return {
    table: parks,
    row,
    path: pathOfCommunity(city, parks.community[row]!),
    nameEn: null,
    fields: {
      kind: parks.kinds[row]!,
      level: parks.levels[row]!,
      organisation: parks.organisations[row]!,
      organisationSince: parks.organisationSince[row] ?? null,
      liaisonSince: parks.liaisonSince[row] ?? null,
      enterprises: parks.enterprises[row]!,
      employees: parks.employees[row]!,
      members: parks.members[row]!,
      areaM2: parks.areaM2[row]!,
    },
  }
}

function findRow(table: NamedTable<TileGeometry>, layer: string, feature: string): number {
  const row = feature.startsWith('code:')
    ? table.codes.indexOf(feature.slice('code:'.length))
    : table.ids.indexOf(Number(feature))
  if (row < 0) throw new AppError('not_found', `there is no ${feature} in ${layer}`, { layer, feature })
  return row
}

const pathOfCommunity = (city: CitySnapshot, row: number): UnitPathItem[] =>
  row < 0 ? [] : getUnitPath(city, { level: 'community', row })

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
