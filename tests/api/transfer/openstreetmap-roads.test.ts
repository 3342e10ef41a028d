import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { openTestDatabase, testCity, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

let subject: TestDatabase
beforeAll(async () => {
  subject = await openTestDatabase()
})
afterAll(() => subject.drop())

const roads: [name: string, tags: Record<string, string | null>, bridge: boolean, walkable: boolean][] = [
  ['A', { highway: 'residential', bridge: 'viaduct' }, true, true],
  ['B', { highway: 'motorway', bridge: null }, false, false],
  ['C', { highway: 'motorway_link', foot: 'yes' }, false, true],
  ['D', { highway: 'motorway', sidewalk: 'both' }, false, true],
  ['E', { highway: 'service', access: 'private' }, false, false],
  ['F', { highway: 'service', access: 'no', foot: 'designated' }, false, true],
  ['G', { highway: 'trunk', foot: 'no', bridge: 'low_water_crossing' }, true, false],
  ['H', { highway: 'footway', bridge: 'boardwalk' }, true, true],
  ['I', { highway: 'primary', bridge: 'no' }, false, true],
  // under or over what they cross: connected at vertices and ends only, as bridges are
  ['J', { highway: 'residential', tunnel: 'yes' }, true, true],
  ['K', { highway: 'footway', tunnel: 'building_passage' }, true, true],
  ['L', { highway: 'residential', layer: '-1' }, true, true],
  ['M', { highway: 'residential', layer: '0', tunnel: 'no' }, false, true],
  ['N', { highway: 'residential', layer: 'roads_2020.shp' }, false, true],
]

it('roads of OpenStreetMap are walked and bridge by their tags; a column that says it decides', async () => {
  const file = (name: string, extra: Record<string, unknown>) =>
    createMemorySource(
      `${name}.geojson`,
      new TextEncoder().encode(
        JSON.stringify({
          type: 'FeatureCollection',
          features: roads.map(([road, tags], i) => ({
            type: 'Feature',
            properties: { name: `${name}${road}`, ...tags, ...extra },
            geometry: {
              type: 'LineString',
              coordinates: [
                [120.14 + i / 1000, 33.38],
                [120.14 + i / 1000, name === 'osm' ? 33.39 : 33.37],
              ],
            },
          })),
        }),
      ),
    )
  const { report } = await importFile(subject.database, testCity, file('osm', {}), {
    target: 'roads',
    crs: 'EPSG:4490',
  })
  expect(report.rows).toMatchObject({ added: roads.length, refused: 0 })
  await importFile(subject.database, testCity, file('own', { walkable: true }), {
    target: 'roads',
    crs: 'EPSG:4490',
  })
  const { rows } = await subject.database.query<{ name: string; bridge: boolean; walkable: boolean }>(
    `select name, bridge, walkable from city_${testCity}.road order by name`,
  )
  expect(rows.filter(({ name }) => name.startsWith('osm'))).toEqual(
    roads.map(([name, , bridge, walkable]) => ({ name: `osm${name}`, bridge, walkable })),
  )
  expect(rows.filter(({ name }) => name.startsWith('own')).every(({ walkable }) => walkable)).toBe(true)
})
