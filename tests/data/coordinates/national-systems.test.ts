import { describe, expect, it } from 'vitest'
import type { CityPlace } from '#shared/city/city-place.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { listSystemsAt } from '../../../data/coordinates/national-systems.ts'
import { readWktCrs } from '../../../data/coordinates/read-wkt-crs.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { prepareFile } from '../../helpers/transfer/prepare-file.ts'

const metresBetween = ([a, b]: [number, number], [c, d]: [number, number]) =>
  Math.hypot((a - c) * 111_320 * Math.cos((b * Math.PI) / 180), (b - d) * 111_130)

describe('the planes of other countries', () => {
  // places with published coordinates in both systems
  it.each([
    ['LV95, zero of Bern (swisstopo)', 'EPSG:2056', [2600000, 1200000], [7.438632, 46.951083], 0.5],
    [
      'British National Grid, Caister tower (Ordnance Survey)',
      'EPSG:27700',
      [651409.9, 313177.27],
      [1.716073, 52.657977],
      6,
    ],
    ['RD New, Amersfoort (Kadaster)', 'EPSG:28992', [155000, 463000], [5.387204, 52.155172], 1],
    ['Lambert-93, Paris (IGN, origin)', 'EPSG:2154', [700000, 6600000], [3, 46.5], 0.1],
    ['NZTM, origin of the projection', 'EPSG:2193', [1600000, 10000000], [173, 0], 0.1],
    ['New York Long Island in feet, origin', 'EPSG:2263', [984250, 0], [-74, 40.1666666666667], 0.1],
    ['UTM of the southern half', 'EPSG:32735', [500000, 10000000], [27, 0], 0.1],
  ] as const)('%s', (_, id, [x, y], [longitude, latitude], metres) => {
    const system = findCoordinateSystem(id)!
    expect(metresBetween(system.toDegrees(x, y), [longitude, latitude])).toBeLessThan(metres)
    const back = system.fromDegrees(...system.toDegrees(x, y))
    expect(Math.hypot(back[0] - x, back[1] - y)).toBeLessThan(0.01)
  })

  it('are those whose area of use holds the place, the smallest first', () => {
    const at = (longitude: number, latitude: number) => listSystemsAt(longitude, latitude).map(({ id }) => id)
    expect(at(9.52, 47.14).slice(0, 8)).toEqual(expect.arrayContaining(['EPSG:2056', 'EPSG:21781']))
    expect(at(-73.98, 40.7)).toEqual(expect.arrayContaining(['EPSG:2263', 'EPSG:32118', 'EPSG:32618']))
    expect(at(139.7, 35.7)).not.toContain('EPSG:2056')
  })

  it('that need what is secret, or a grid that is not shipped, are none of ours', () => {
    for (const id of ['EPSG:2360', 'EPSG:21418', 'EPSG:26771', 'EPSG:2065', 'EPSG:999999'])
      expect(findCoordinateSystem(id)).toBeNull()
  })
})

describe('a .prj of another country', () => {
  const named = (name: string, code = '') =>
    `PROJCS["${name}",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],` +
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],' +
    `PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",9.0],UNIT["Meter",1.0]${code}]`

  it('is known by its name, as ESRI writes no codes, and by its code', () => {
    expect(readWktCrs('.prj', named('ETRS_1989_UTM_Zone_32N')).system).toBe('EPSG:25832')
    expect(readWktCrs('.prj', named('some plane', ',AUTHORITY["EPSG","25832"]')).system).toBe('EPSG:25832')
  })

  it('whose name is that of no system is refused as before', () => {
    expect(readWktCrs('.prj', named('Our own plane'))).toMatchObject({ system: null, unsupported: true })
  })
})

describe('a table in metres', () => {
  const vaduz: CityPlace = { timeZone: 'Europe/Vaduz', longitude: 9.52, latitude: 47.14 }
  const facts = { ...aCity({ code: '900300' }), units: [], grids: [], premises: [], parks: [] }
  const table = [
    'code,name,x,y',
    ...Array.from({ length: 20 }, (_, i) => `S${i},P${i},${2757500 + i * 90},${1223000 + i * 70}`),
  ].join('\n')

  it('is proposed to be in a system of the place that leads there, for a person to confirm', async () => {
    const proposed = await prepareFile(facts, 'stations.csv', table, 'stations', {}, vaduz)
    expect(proposed.report.crs).toMatchObject({ proposed: 'EPSG:2056', because: 'numbers', sure: false })
    const { report } = await prepareFile(facts, 'stations.csv', table, 'stations', { crs: '2056' }, vaduz)
    expect(report.crs.used).toBe('EPSG:2056')
    expect(report.crs.hypotheses[0]?.system).toBe('EPSG:2056')
    expect(report.crs.offered.map(({ system }) => system)).toEqual(
      expect.arrayContaining(['EPSG:21781', 'EPSG:25832']),
    )
    expect(report.crs.offered.every(({ label }) => label !== '')).toBe(true)
  })
})
