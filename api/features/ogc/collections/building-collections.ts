import { buildingUses } from '#shared/contract/enums.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import {
  type CollectionDefinition,
  type CollectionField,
  createColumnReader,
  type FeatureRows,
} from './collection-definition.ts'

const whole = (name: string, title: string): CollectionField => ({ name, title, type: 'integer' })
const text = (name: string, title: string): CollectionField => ({ name, title, type: 'string' })

const fields: readonly CollectionField[] = [
  text('compound', '小区 · compound'),
  text('use', '用途 · use'),
  whole('floors', '层数 · floors'),
  whole('households', '户数 · households'),
  whole('residents', '常住人口 · residents'),
  whole('members', '党员数 · members'),
  whole('buildingGroups', '楼栋党小组 · building groups'),
  whole('householdHubs', '党员中心户 · household hubs'),
  text('gridCode', '网格代码 · grid'),
  text('communityCode', '社区代码 · community'),
]

/** Buildings twice: their footprints, and one point for each, which those without a footprint have as well. */
export const BUILDING_COLLECTIONS: readonly CollectionDefinition[] = [
  {
    id: 'buildings',
    title: '楼栋轮廓 · footprints of buildings',
    shape: 'MultiPolygon',
    fields,
    rows: ({ buildings, ...city }) => {
      const { featureStart } = buildings.mesh.polygons
      const all = Uint32Array.from({ length: buildings.count }, (_, row) => row)
      const rows = all.filter((row) => featureStart[row]! < featureStart[row + 1]!)
      return { ...readColumns({ buildings, ...city }), mesh: buildings.mesh, rows }
    },
  },
  {
    id: 'building-points',
    title: '楼栋位置 · places of buildings',
    shape: 'Point',
    fields,
    rows: (city) => ({
      ...readColumns(city),
      mesh: city.buildings.points,
      rows: Uint32Array.from({ length: city.buildings.count }, (_, row) => row),
    }),
  },
]

function readColumns({ buildings, grids, units }: CitySnapshot): Pick<FeatureRows, 'ids' | 'column'> {
  const getGridCode = (row: number) => grids.codes[buildings.grid[row]!] ?? null
  return {
    ids: buildings.ids,
    column: createColumnReader({
      compound: (row) => buildings.compoundNames[buildings.compound[row]!] ?? null,
      use: (row) => buildingUses[buildings.uses[row]!] ?? null,
      floors: (row) => buildings.floors[row]! || null,
      households: buildings.households,
      residents: buildings.residents,
      members: buildings.members,
      buildingGroups: buildings.buildingGroups,
      householdHubs: buildings.householdHubs,
      gridCode: getGridCode,
      communityCode: (row) => units.community.codes[grids.community[buildings.grid[row]!]!] ?? null,
    }),
  }
}
