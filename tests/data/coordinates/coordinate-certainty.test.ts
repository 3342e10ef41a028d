import { describe, expect, it } from 'vitest'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { computeLabelPoints } from '#shared/geometry/shapes/label-points.ts'
import { toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { readWktCrs } from '../../../data/coordinates/read-wkt-crs.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { encodeOsmPbf, encodeOsmXml, type OsmObjects } from '../../helpers/transfer/encode-osm.ts'
import { prepareFile } from '../../helpers/transfer/prepare-file.ts'

const facts = aCity({ code: '321000', columns: 6, rows: 6 })
const bd09 = findCoordinateSystem('BD-09')!
const same = (x: number, y: number): [number, number] => [x, y]

/** A table of stations, each in the middle of a grid, that says its community. */
const tableOf = (count: number, project: (x: number, y: number) => [number, number], withCommunity = true) =>
  [
    'code,name,communityCode,lon,lat',
    ...facts.grids.slice(0, count).map(({ communityCode, geometry }, i) => {
      const [x, y] = computeLabelPoints(toFlatPolygons([geometry]))
      const [lon, lat] = project(toDegrees(x!), toDegrees(y!))
      return `T${i},站${i},${withCommunity ? communityCode : ''},${lon.toFixed(7)},${lat.toFixed(7)}`
    }),
  ].join('\n')

/** Borders of communities as OpenStreetMap would have them, each with its code as a reference. */
function bordersOf(count: number, project: (x: number, y: number) => [number, number]): OsmObjects {
  const nodes: OsmObjects['nodes'][number][] = []
  const ways = facts.units
    .filter(({ level }) => level === 'community')
    .slice(0, count)
    .map(({ code, name, geometry }, i) => {
      const ring = geometry![0]![0]!.map(([x, y]) => {
        const [lon, lat] = project(toDegrees(x), toDegrees(y))
        nodes.push({ id: nodes.length + 1, x: Math.round(lon * 1e7), y: Math.round(lat * 1e7), tags: null })
        return nodes.length
      })
      const tags = { boundary: 'administrative', admin_level: '10', name, ref: code }
      return { id: i + 1, nodes: [...ring, ring[0]!], tags }
    })
  return { nodes, ways, relations: [] }
}

const byRef = {
  layer: 'boundaries_10',
  mapping: { fields: { code: 'ref', name: 'name' }, geometry: { from: 'file' as const } },
}

const detect = async (table: string) => prepareFile(facts, '站点.csv', table, 'stations')

describe('certainty about a coordinate system', () => {
  it('is given by a dozen positions that fit one system only', async () => {
    const { report } = await detect(tableOf(24, bd09.fromDegrees))
    expect(report.crs).toMatchObject({ proposed: 'BD-09', because: 'units', sure: true })
  })

  it('is not given by fewer, although they decide against the usual system', async () => {
    const { report } = await detect(tableOf(11, bd09.fromDegrees))
    expect(report.crs).toMatchObject({ proposed: 'BD-09', because: 'units', sure: false, compared: 11 })
  })

  it('is given by fewer, where the names of the columns say the same', async () => {
    const { report } = await detect(
      tableOf(11, bd09.fromDegrees).replace('lon,lat', '经度(BD-09),纬度(BD-09)'),
    )
    expect(report.crs).toMatchObject({ proposed: 'BD-09', because: 'units', sure: true, compared: 11 })
  })

  it.each([
    '经度(CGCS2000) *,纬度(CGCS2000) *',
    'wgs84_lon,wgs84_lat',
    'Longitude (CGCS2000),Latitude (CGCS2000)',
  ])('is given by the columns %s, where nothing can be compared', async (names) => {
    const { report } = await detect(tableOf(5, same, false).replace('lon,lat', names))
    expect(report.crs).toMatchObject({ proposed: 'EPSG:4490', because: 'columns', sure: true })
  })

  it('is not given by columns whose positions contradict them', async () => {
    const shifted = tableOf(24, bd09.fromDegrees).replace('lon,lat', '经度(CGCS2000),纬度(CGCS2000)')
    expect((await detect(shifted)).report.crs).toMatchObject({ proposed: 'BD-09', because: 'units' })
    const few = tableOf(3, bd09.fromDegrees).replace('lon,lat', '经度(CGCS2000),纬度(CGCS2000)')
    expect((await detect(few)).report.crs).toMatchObject({ sure: false })
  })

  it('is not given by a file without codes', async () => {
    const { report } = await detect(tableOf(24, same, false))
    expect(report.crs).toMatchObject({ proposed: 'EPSG:4490', sure: false })
  })

  it('is not given by a mixed file, and rows outside their community are flagged', async () => {
    const mixed = [
      ...tableOf(24, same).split('\n'),
      ...tableOf(30, bd09.fromDegrees).split('\n').slice(25),
    ].join('\n')
    const { report, rows } = await detect(mixed)
    expect(report.crs).toMatchObject({ used: 'EPSG:4490', sure: false })
    const flagged = rows.filter(({ problems }) => problems.some(({ code }) => code === 'outside_stated_unit'))
    expect(flagged.map(({ row }) => row)).toEqual([26, 27, 28, 29, 30, 31])
  })

  it.each([
    ['roads.osm', encodeOsmXml],
    ['roads.osm.pbf', encodeOsmPbf],
  ])('is given by %s, whose format has one system only', async (file, encode) => {
    const places = facts.grids
      .slice(0, 20)
      .map(({ geometry }) => computeLabelPoints(toFlatPolygons([geometry])))
    const nodes = places.map(([x = 0, y = 0], id) => ({ id: id + 1, x, y, tags: null }))
    const road = { id: 1, nodes: nodes.map(({ id }) => id), tags: { highway: 'residential' } }
    const { report } = await prepareFile(facts, file, encode({ nodes, ways: [road], relations: [] }), 'roads')
    expect(report.crs).toMatchObject({ proposed: 'EPSG:4326', because: 'stated', sure: true })
    expect(report.rows.added).toBe(1)
  })

  it.each([
    ['many', 'osm', encodeOsmXml, 12, true],
    ['many', 'osm.pbf', encodeOsmPbf, 12, true],
    ['few', 'osm', encodeOsmXml, 1, false],
  ] as const)(
    'is taken from such a format by %s borders of known units that lie elsewhere: .%s',
    async (_, extension, encode, count, sure) => {
      const file = encode(bordersOf(count, bd09.fromDegrees))
      const { report } = await prepareFile(facts, `borders.${extension}`, file, 'communities', byRef)
      expect(report.crs).toMatchObject({ proposed: 'BD-09', because: 'units', sure })
    },
  )

  it('is not taken from it by few that agree', async () => {
    const file = encodeOsmXml(bordersOf(1, same))
    const { report } = await prepareFile(facts, 'borders.osm', file, 'communities', byRef)
    expect(report.crs).toMatchObject({ proposed: 'EPSG:4326', because: 'stated', sure: true, compared: 6 })
  })

  it('does not shrink when few positions agree with a plane that the file states in full', async () => {
    const plane = findCoordinateSystem('EPSG:4549')!
    const points = facts.grids.slice(0, 5).map(({ communityCode, geometry }, i) => {
      const [x, y] = computeLabelPoints(toFlatPolygons([geometry]))
      return {
        type: 'Feature',
        properties: { code: `T${i}`, name: `站${i}`, communityCode },
        geometry: { type: 'Point', coordinates: plane.fromDegrees(toDegrees(x!), toDegrees(y!)) },
      }
    })
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4549' } }
    const write = (features: unknown) => JSON.stringify({ type: 'FeatureCollection', crs, features })
    const agreeing = await prepareFile(facts, '站点.geojson', write(points), 'stations')
    expect(agreeing.report.crs).toMatchObject({ proposed: 'EPSG:4549', sure: true, compared: 5 })
    const silent = points.map((each) => ({ ...each, properties: { ...each.properties, communityCode: '' } }))
    const without = await prepareFile(facts, '站点.geojson', write(silent), 'stations')
    expect(without.report.crs).toMatchObject({ proposed: 'EPSG:4549', because: 'stated', sure: true })
  })

  it('rows outside the city are flagged', async () => {
    const { codes } = await prepareFile(
      facts,
      '站点.csv',
      'code,name,lon,lat\nT1,站,120.9,33.9\n',
      'stations',
      { crs: 'EPSG:4490' },
    )
    expect(codes[0]).toContain('outside_city')
  })
})

describe('a well-known text', () => {
  const plane = (geographic: string, parameters: Record<string, number>, unit = 1) =>
    `PROJCS["Local",${geographic},PROJECTION["Gauss_Kruger"],${Object.entries(parameters)
      .map(([name, value]) => `PARAMETER["${name}",${value}]`)
      .join(',')},UNIT["Meter",${unit}]]`
  const geographic = (name: string, a: string, f: string) =>
    `GEOGCS["GCS",DATUM["${name}",SPHEROID["${name}",${a},${f}]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
  const cgcs2000 = geographic('D_China_2000', '6378137.0', '298.257222101')
  const usual = {
    False_Easting: 500000,
    False_Northing: 0,
    Central_Meridian: 106.5,
    Scale_Factor: 1,
    Latitude_Of_Origin: 0,
  }

  it('of a local Gauss–Krüger system is computed from its parameters', () => {
    const stated = readWktCrs('.prj', plane(cgcs2000, usual))
    expect(stated.system).toBe('TM:106.5,500000')
    // by PROJ: +proj=tmerc +lon_0=106.5 +x_0=500000 +ellps=GRS80
    const [longitude, latitude] = findCoordinateSystem(stated.system!)!.toDegrees(500_123.4, 2_945_678.9)
    expect(longitude).toBeCloseTo(106.501239140704, 8)
    expect(latitude).toBeCloseTo(26.6213791849031, 8)
  })

  it('with a false northing is not taken for the zone without one', () => {
    const stated = readWktCrs(
      '.prj',
      plane(cgcs2000, { ...usual, Central_Meridian: 108, False_Northing: -2_000_000 }),
    )
    const [moved, plain] = [findCoordinateSystem(stated.system!)!, findCoordinateSystem('EPSG:4545')!]
    expect(moved.toDegrees(512_345.6, 945_678.9)).toEqual(plain.toDegrees(512_345.6, 2_945_678.9))
  })

  it('of a usual zone is that zone', () => {
    expect(readWktCrs('.prj', plane(cgcs2000, { ...usual, Central_Meridian: 108 })).system).toBe('EPSG:4545')
    expect(
      readWktCrs('.prj', plane(cgcs2000, { ...usual, Central_Meridian: 108, False_Easting: 36_500_000 }))
        .system,
    ).toBe('EPSG:4524')
  })

  it('of an old datum needs secret parameters, and GRS 1980 is no datum', () => {
    for (const [name, a, f] of [
      ['D_Xian_1980', '6378140.0', '298.257'],
      ['D_Beijing_1954', '6378245.0', '298.3'],
      ['Unknown', '6378245', '298.3'],
    ] as const)
      expect(readWktCrs('.prj', plane(geographic(name, a, f), usual))).toMatchObject({
        system: null,
        needsParameters: true,
      })
    const grs80 = readWktCrs(
      '.prj',
      plane(geographic('Unknown based on GRS 1980', '6378137', '298.257222101'), usual),
    )
    expect(grs80).toMatchObject({ system: 'TM:106.5,500000', datumUnknown: true })
    expect(grs80.needsParameters).toBeUndefined()
  })

  it.each(['European_Terrestrial_Reference_System_1989 (ETRS89)', 'North_American_Datum_1983', 'JGD2000'])(
    'of %s is not supported, which is no secret',
    (name) => {
      const stated = readWktCrs('.prj', geographic(name, '6378137', '298.257222101'))
      expect(stated).toMatchObject({ system: null, unsupported: true })
      expect(stated.needsParameters).toBeUndefined()
    },
  )
})

it('a file that states an old datum is refused by name, whatever its numbers resemble', async () => {
  const file = JSON.stringify({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::2360' } },
    features: [
      {
        type: 'Feature',
        properties: { code: 'S1', name: '站' },
        geometry: { type: 'Point', coordinates: [36500123, 2945678] },
      },
    ],
  })
  await expect(prepareFile(facts, '站.geojson', file, 'stations')).rejects.toMatchObject({
    code: 'crs_needs_parameters',
  })
})
