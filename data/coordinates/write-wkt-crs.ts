import type { CoordinateSystem } from './coordinate-system.ts'
import { findGaussKruegerSystem, findUtmSystem } from './projected-systems.ts'

const GEOGRAPHIC = {
  cgcs2000:
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",' +
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' +
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
  wgs84:
    'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
}

/**
 * Well-known text (ESRI's kind, as in .prj files). A shifted system has no text of its own: the numbers are degrees, and
 * the name says what they are.
 */
export function writeWktCrs({ id }: CoordinateSystem): string {
  const code = Number(id.replace('EPSG:', ''))
  if (id === 'EPSG:4326') return GEOGRAPHIC.wgs84
  if (id === 'GCJ-02' || id === 'BD-09')
    return `GEOGCS["${id}"${GEOGRAPHIC.wgs84.slice(GEOGRAPHIC.wgs84.indexOf(','))}`
  if (id === 'EPSG:3857') {
    return (
      `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${GEOGRAPHIC.wgs84},PROJECTION["Mercator_Auxiliary_Sphere"],` +
      'PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",${northing}.0],PARAMETER["Central_Meridian",0.0],' +
      'PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]'
    )
  }
  if (findUtmSystem(code)) {
    const isSouth = code > 32700
    const zone = code - (isSouth ? 32700 : 32600)
    return transverse(
      `WGS_1984_UTM_Zone_${zone}${isSouth ? 'S' : 'N'}`,
      GEOGRAPHIC.wgs84,
      'Transverse_Mercator',
      zone * 6 - 183,
      500_000,
      0.9996,
      isSouth ? 10_000_000 : 0,
    )
  }
  const zone = findGaussKruegerSystem(code)
  if (!zone) return GEOGRAPHIC.cgcs2000
  const [, width = '', meridian = '', prefix] = /(\d)° (\d+)E(?: \((\d+)\))?/.exec(zone.label) ?? []
  const name = `CGCS2000_${width === '3' ? '3_Degree_' : ''}GK_${prefix === undefined ? `CM_${meridian}E` : `Zone_${prefix}`}`
  return transverse(
    name,
    GEOGRAPHIC.cgcs2000,
    'Gauss_Kruger',
    Number(meridian),
    Number(prefix ?? 0) * 1e6 + 500_000,
    1,
  )
}

function transverse(
  name: string,
  geographic: string,
  projection: string,
  meridian: number,
  easting: number,
  scale: number,
  northing = 0,
): string {
  return (
    `PROJCS["${name}",${geographic},PROJECTION["${projection}"],` +
    `PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",${northing}.0],` +
    `PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",${scale === 1 ? '1.0' : scale}],` +
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
  )
}
