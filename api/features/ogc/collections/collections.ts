import type { PremisesTable, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import type { PremisesKind, UnitLevel } from '#shared/contract/enums.ts'
import { BUILDING_COLLECTIONS } from './building-collections.ts'
import {
  createColumnReader,
  type CollectionDefinition,
  type CollectionField,
} from './collection-definition.ts'

const text = (name: string, title: string): CollectionField => ({ name, title, type: 'string' })
const whole = (name: string, title: string): CollectionField => ({ name, title, type: 'integer' })
const day = (name: string, title: string): CollectionField => ({ name, title, type: 'date' })
const number = (name: string, title: string): CollectionField => ({ name, title, type: 'number' })
const truth = (name: string, title: string): CollectionField => ({ name, title, type: 'boolean' })

const code = text('code', '代码 · code')
const name = text('name', '名称 · name')
const kind = text('kind', '类型 · kind')
const validFrom: CollectionField = {
  ...day('validFrom', '生效日期 · valid from'),
  role: 'primary-interval-start',
}
const area = number('areaM2', '面积(㎡)· area (m²)')
const community = text('communityCode', '社区代码 · community')

export const COLLECTIONS: readonly CollectionDefinition[] = [
  units('districts', '区县 · districts', 'district'),
  units('streets', '街道 / 镇 · streets and towns', 'street'),
  units('communities', '社区 / 村 · communities and villages', 'community'),
  {
    id: 'grids',
    title: '网格 · grids',
    shape: 'MultiPolygon',
    fields: [
      code,
      name,
      kind,
      community,
      whole('households', '户数 · households'),
      whole('residents', '常住人口 · residents'),
      whole('members', '党员数 · members'),
      whole('fullTimeWorkers', '专职网格员 · full-time grid workers'),
      whole('partTimeWorkers', '兼职网格员 · part-time grid workers'),
      day('branchSince', '网格党支部成立日期 · branch since'),
      whole('buildingGroups', '楼栋党小组 · building groups'),
      whole('householdHubs', '党员中心户 · household hubs'),
      area,
      validFrom,
    ],
    rows: ({ grids, units: { community: communities } }) => ({
      mesh: grids.mesh,
      ids: grids.ids,
      rows: listRows(grids.count),
      column: createColumnReader({
        code: grids.codes,
        name: grids.names,
        kind: grids.kinds,
        communityCode: (row) => communities.codes[grids.community[row]!] ?? null,
        households: grids.declaredHouseholds,
        residents: grids.declaredResidents,
        members: grids.members,
        fullTimeWorkers: grids.fullTimeWorkers,
        partTimeWorkers: grids.partTimeWorkers,
        branchSince: grids.branchSince,
        buildingGroups: grids.buildingGroups,
        householdHubs: grids.householdHubs,
        areaM2: rounded(grids.areaM2),
        validFrom: grids.validFrom,
      }),
    }),
  },
  premises('stations', '党员服务站 · service stations', 'station'),
  premises('centers', '红堡 · red fortress centres', 'center'),
  premises('premises', '社区阵地 · community premises', 'community'),
  {
    id: 'parks',
    title: '园区 · parks',
    shape: 'MultiPolygon',
    fields: [
      code,
      name,
      kind,
      text('level', '级别 · level'),
      community,
      text('organisation', '党组织 · organisation'),
      day('organisationSince', '组织成立日期 · organisation since'),
      day('liaisonSince', '派驻联络员日期 · liaison since'),
      whole('enterprises', '企业数 · enterprises'),
      whole('employees', '职工数 · employees'),
      whole('members', '党员数 · members'),
      area,
    ],
    rows: ({ parks, units: { community: communities } }) => ({
      mesh: parks.mesh,
      ids: parks.ids,
      rows: listRows(parks.count),
      column: createColumnReader({
        code: parks.codes,
        name: parks.names,
        kind: parks.kinds,
        level: parks.levels,
        communityCode: (row) => communities.codes[parks.community[row]!] ?? null,
        organisation: parks.organisations,
        organisationSince: parks.organisationSince,
        liaisonSince: parks.liaisonSince,
        enterprises: parks.enterprises,
        employees: parks.employees,
        members: parks.members,
        areaM2: rounded(parks.areaM2),
      }),
    }),
  },
  ...BUILDING_COLLECTIONS,
  {
    id: 'roads',
    title: '道路 · roads',
    shape: 'LineString',
    fields: [
      text('class', '等级 · class'),
      name,
      truth('bridge', '桥 · bridge'),
      truth('walkable', '可步行 · walkable'),
    ],
    rows: ({ roads }) => ({
      mesh: roads.mesh,
      ids: roads.ids,
      rows: listRows(roads.count),
      column: createColumnReader({
        class: roads.classes,
        name: roads.names,
        bridge: (row) => roads.bridge[row] === 1,
        walkable: (row) => roads.walkable[row] === 1,
      }),
    }),
  },
  water('waterways', '河道 · waterways', 'LineString'),
  water('waters', '水面 · open water', 'MultiPolygon'),
]

export function findCollection(id: string): CollectionDefinition | undefined {
  return COLLECTIONS.find((collection) => collection.id === id)
}

function units(id: string, title: string, level: UnitLevel): CollectionDefinition {
  return {
    id,
    title,
    shape: 'MultiPolygon',
    fields: [
      code,
      name,
      text('nameEn', '英文名 · English name'),
      kind,
      text('parentCode', '上级代码 · code of the unit above'),
      ...(level === 'community' ? [text('type', '社区类型 · type')] : []),
      truth('urbanScope', '计入城市范围 · in the urban scope'),
      whole('grids', '网格数 · grids'),
      whole('households', '户数 · households'),
      whole('residents', '常住人口 · residents'),
      whole('members', '党员数 · members'),
      whole('stations', '服务站 · stations'),
      area,
      validFrom,
    ],
    rows: ({ units: tables }) => {
      const table: UnitTable = tables[level]
      const above = level === 'community' ? tables.street : level === 'street' ? tables.district : null
      return {
        mesh: table.mesh,
        ids: table.ids,
        rows: listRows(table.count),
        column: createColumnReader({
          code: table.codes,
          name: table.names,
          nameEn: table.namesEn,
          kind: table.kinds,
          parentCode: (row) => above?.codes[table.legalParent[row]!] ?? null,
          type: table.types,
          urbanScope: (row) => table.urbanScope[row] === 1,
          grids: table.figures.grids,
          households: table.figures.households,
          residents: table.figures.residents,
          members: table.figures.members,
          stations: table.figures.stations,
          areaM2: rounded(table.areaM2),
          validFrom: table.validFrom,
        }),
      }
    },
  }
}

function premises(id: string, title: string, of: PremisesKind): CollectionDefinition {
  return {
    id,
    title,
    shape: 'Point',
    fields: [
      code,
      name,
      community,
      text('level', '级别 · level'),
      text('status', '状态 · status'),
      day('openedOn', '启用日期 · opened on'),
      area,
      text('tenure', '权属 · tenure'),
      text('functions', '功能 · functions'),
      text('openingHours', '开放时间 · opening hours'),
      whole('capacityHouseholds', '可服务户数 · households it can serve'),
      text('dutyPhone', '值班电话 · duty telephone'),
      day('surveyedOn', '核查日期 · surveyed on'),
    ],
    rows: ({ premises: table, units: { community: communities } }) => ({
      mesh: table.mesh,
      ids: table.ids,
      rows: rowsOfKind(table, of),
      column: createColumnReader({
        code: table.codes,
        name: table.names,
        communityCode: (row) => communities.codes[table.community[row]!] ?? null,
        level: table.levels,
        status: table.statuses,
        openedOn: table.openedOn,
        areaM2: table.areaM2,
        tenure: table.tenures,
        functions: (row) => table.functions[row]!.join(';'),
        openingHours: table.openingHours,
        capacityHouseholds: table.capacityHouseholds,
        dutyPhone: table.dutyPhones,
        surveyedOn: table.surveyedOn,
      }),
    }),
  }
}

function water(id: string, title: string, shape: 'LineString' | 'MultiPolygon'): CollectionDefinition {
  return {
    id,
    title,
    shape,
    fields: [text('class', '类型 · class'), name, truth('barrier', '阻隔步行 · stops walkers')],
    rows: ({ waterLines, waterAreas }) => {
      const table = shape === 'LineString' ? waterLines : waterAreas
      return {
        mesh: table.mesh,
        ids: table.ids,
        rows: listRows(table.count),
        column: createColumnReader({
          class: table.classes,
          name: table.names,
          barrier: (row) => table.barrier[row] === 1,
        }),
      }
    },
  }
}

const rounded = (values: Float64Array) => (row: number) => Math.round(values[row]! * 10) / 10

const listRows = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)

const rowsOfKind = ({ kinds }: PremisesTable, of: PremisesKind) =>
  Uint32Array.from(kinds.flatMap((each, row) => (each === of ? [row] : [])))
