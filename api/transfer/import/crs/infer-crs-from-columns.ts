import { normaliseWord } from '../rows/propose-mapping.ts'

/**
 * Whose file it looks like, by its columns: boundary files of DataV (阿里云) and 高德 are in GCJ-02 and do not say so;
 * those of 天地图 carry codes with the country's prefix and are in CGCS2000.
 */
export function inferCrsFromColumns(columns: readonly string[]): string | null {
  const words = new Set(columns.map(normaliseWord))
  const has = (...names: string[]) => names.every((name) => words.has(name))
  if (has('adcode', 'acroutes') || has('adcode', 'subfeatureindex') || has('adcode', 'citycode'))
    return 'GCJ-02'
  if (has('gb', 'name') && words.size <= 4) return 'EPSG:4490'
  return null
}

/** A system that a column's own name tells: 'lng_gcj02', 'bd09_lon', '百度经度', 'wgs84_lat', 'WKT(CGCS2000)'. */
export function findCrsNamedInColumns(columns: readonly string[]): string | null {
  const words = columns
    .map(normaliseWord)
    .filter((word) => /lon|lng|lat|经度|纬度|^[xy]$|坐标|wkt/.test(word))
  const found = new Set(
    words.flatMap((word) =>
      /bd09|baidu|百度/.test(word)
        ? ['BD-09']
        : /gcj|amap|高德|腾讯|火星/.test(word)
          ? ['GCJ-02']
          : /wgs|gps|cgcs|4326|4490/.test(word)
            ? ['EPSG:4490']
            : [],
    ),
  )
  return found.size === 1 ? [...found][0]! : null
}
