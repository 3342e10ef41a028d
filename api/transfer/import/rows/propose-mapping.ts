import type { Target } from '#shared/contract/transfer/target.ts'
import type { GeometrySource, ColumnMapping } from './column-mapping.ts'

/** Finds each field's column by its name. Earlier synonyms win; a column serves one field only. */
export function proposeMapping(
  target: Target,
  columns: readonly string[],
  hasShapes: boolean,
): ColumnMapping {
  const byWord = new Map<string, string>()
  for (const column of columns) {
    const word = normaliseWord(column)
    if (word !== '' && !byWord.has(word)) byWord.set(word, column)
  }
  // '资金(万元)' is the column 资金, where no other is
  for (const column of columns) {
    const word = normaliseWord(column).replace(UNIT, '')
    if (word !== '' && !byWord.has(word)) byWord.set(word, column)
  }
  const taken = new Set<string>()
  const fields: Record<string, string> = {}
  // names that are surely meant come first, so that `name` of one field does not take the exact name of another
  const passes: ((field: Target['fields'][number]) => readonly string[])[] = [
    (field) => [field.key, field.zh, field.short],
    (field) => [field.en, ...field.synonyms],
    // what a shapefile leaves of a long name: ten characters
    (field) => [field.key.slice(0, 10)],
  ]
  for (const namesOf of passes) {
    for (const field of target.fields) {
      if (fields[field.key] !== undefined) continue
      const column = namesOf(field)
        .map((name) => byWord.get(normaliseWord(name)))
        .find((each) => each !== undefined && !taken.has(each))
      if (column === undefined) continue
      fields[field.key] = column
      taken.add(column)
    }
  }
  return {
    fields,
    geometry:
      hasShapes || target.shapes.length === 0
        ? { from: target.shapes.length === 0 ? 'none' : 'file' }
        : geometryColumns(byWord),
  }
}

/** A unit at the end of a column's name, without its brackets. */
const UNIT = /(?:单位)?(?:万元|亿元|元|万户|万人|户|人|个|名|平方米|平米|㎡|m2)$/

/** By how much numbers of a column are to be multiplied: '资金(万元)' holds tens of thousands. */
export function readColumnScale(column: string): number {
  const [unit] = UNIT.exec(normaliseWord(column)) ?? ['']
  return unit.includes('亿') ? 1e8 : unit.includes('万') ? 1e4 : 1
}

const X_WORDS = [
  'lon',
  'lng',
  'long',
  'longitude',
  '经度',
  '东经',
  'x',
  'xcoord',
  'pointx',
  'x坐标',
  '横坐标',
  '东坐标',
  'jd',
  'easting',
]
const Y_WORDS = [
  'lat',
  'latitude',
  '纬度',
  '北纬',
  'y',
  'ycoord',
  'pointy',
  'y坐标',
  '纵坐标',
  '北坐标',
  'wd',
  'northing',
]
/** One column with both: '106.61,26.55'. */
const POSITION_WORDS = [
  '经纬度',
  '经纬度坐标',
  '坐标',
  '坐标点',
  '坐标位置',
  '地理坐标',
  '位置坐标',
  '空间坐标',
  'lnglat',
  'lonlat',
  'latlng',
  'latlon',
  'coordinates',
  'coordinate',
  'coords',
  'location',
  '高德坐标',
  '百度坐标',
]
const WKT_WORDS = [
  'wkt',
  '图形wkt',
  'wktshape',
  'geom',
  'geometry',
  'thegeom',
  'shape',
  '图形',
  '空间数据',
  '几何',
]

/** A coordinate system at the beginning or the end of a column's name. */
const SYSTEM = /^(?:cgcs2000|wgs84|gcj02|bd09)|(?:cgcs2000|wgs84|gcj02|bd09)$/

function geometryColumns(byWord: ReadonlyMap<string, string>): GeometrySource {
  // '经度(CGCS2000)' and 'wgs84_lat' are 经度 and lat, where no other is
  const bare = new Map(byWord)
  for (const [word, column] of byWord) {
    const plain = word.replace(SYSTEM, '')
    if (!bare.has(plain)) bare.set(plain, column)
  }
  const find = (words: readonly string[]) =>
    words.map((word) => bare.get(word)).find((column) => column !== undefined)
  const [x, y] = [find(X_WORDS), find(Y_WORDS)]
  if (x !== undefined && y !== undefined) return { from: 'columns', x, y }
  const column = find(WKT_WORDS) ?? find(POSITION_WORDS)
  return column === undefined ? { from: 'none' } : { from: 'wkt', column }
}

/** Without case, blanks and punctuation; full-width letters as plain ones. */
export function normaliseWord(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.:/\\()[\]{}()、,;,;“”"'*#]/g, '')
}
