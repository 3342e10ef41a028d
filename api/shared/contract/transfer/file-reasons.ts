import type { LocalizedText } from './localized-text.ts'

/** Reasons to reject a whole file or layer, for the API, the command line and the pages. */
export const fileReasons = {
  empty_file: { zh: '文件是空的', en: 'The file is empty' },
  truncated_file: { zh: '文件不完整：{what} 提前结束', en: 'The file is cut off: {what} ends too early' },
  unknown_format: { zh: '认不出的文件格式', en: 'The format of the file is not known' },
  too_large: { zh: '超出上限：{what} 不得超过 {limit}', en: 'Too large: {what} may not exceed {limit}' },
  zip_broken: { zh: '压缩包损坏：{what}', en: 'The zip archive is broken: {what}' },
  zip_encrypted: {
    zh: '压缩包有密码，请解密后再传',
    en: 'The zip archive has a password: bring it without one',
  },
  zip_nested: {
    zh: '压缩包里还是压缩包，请先解开一层',
    en: 'The zip archive holds another archive: unpack the outer one first',
  },
  zip_bomb: { zh: '压缩包展开后过大（上限 {limit}）', en: 'The zip archive unpacks to more than {limit}' },
  zip_path: { zh: '压缩包内的文件名不安全：{name}', en: 'The zip archive holds an unsafe file name: {name}' },
  zip_without_data: {
    zh: '压缩包里没有可导入的文件，只有：{names}',
    en: 'The zip archive holds no file that can be imported, only: {names}',
  },
  shp_broken: { zh: '.shp 文件损坏：{what}', en: 'The .shp file is broken: {what}' },
  shp_type: { zh: '不支持的 .shp 图形类型 {type}', en: 'Shapes of type {type} are not supported' },
  dbf_broken: { zh: '.dbf 文件损坏：{what}', en: 'The .dbf file is broken: {what}' },
  json_broken: { zh: '不是合法的 JSON（第 {at} 个字符附近）', en: 'Not valid JSON (near character {at})' },
  json_not_features: { zh: 'JSON 里没有地理要素', en: 'The JSON holds no features' },
  csv_broken: { zh: '第 {row} 行不合 CSV 格式：{what}', en: 'Row {row} is not valid CSV: {what}' },
  xml_broken: { zh: 'XML 有误：{what}', en: 'The XML is not well-formed: {what}' },
  xml_doctype: {
    zh: '含有 DTD 或实体声明的 XML 一律不读',
    en: 'XML with a document type or entities is not read',
  },
  xlsx_broken: { zh: '工作簿损坏：{what}', en: 'The workbook is broken: {what}' },
  gpkg_broken: { zh: 'GeoPackage 损坏：{what}', en: 'The GeoPackage is broken: {what}' },
  gpkg_copied_open: {
    zh: '文件是在软件打开它时复制的，内容不全：请关闭该软件后重新复制',
    en: 'The copy was taken while a program had the file open, and is incomplete: close the program and copy the file again',
  },
  osm_broken: { zh: 'OpenStreetMap 文件损坏：{what}', en: 'The OpenStreetMap file is broken: {what}' },
  osm_not_supported: {
    zh: 'OpenStreetMap 文件用到不支持的 {what}',
    en: 'The OpenStreetMap file uses {what}, which is not supported',
  },
  osm_too_many_nodes: {
    zh: '图层过大：节点超过 {limit} 个。请先裁剪出本市范围（如 osmium extract）',
    en: 'The layer is too large: more than {limit} nodes. Cut out the city first (osmium extract)',
  },
  fgb_broken: { zh: 'FlatGeobuf 损坏：{what}', en: 'The FlatGeobuf file is broken: {what}' },
  no_layer: { zh: '文件里没有名为 {name} 的图层', en: 'The file has no layer called {name}' },
  too_many_columns: {
    zh: '列太多：{count} 列（上限 {limit}）',
    en: 'Too many columns: {count} (at most {limit})',
  },
  unknown_encoding: { zh: '不认识的编码 {name}', en: 'The encoding {name} is not known' },
  unknown_crs: { zh: '不认识的坐标系 {name}', en: 'The coordinate system {name} is not known' },
  crs_not_found: {
    zh: '无法判断坐标系，请用 --crs 指明',
    en: 'The coordinate system cannot be told from the file: name it with --crs',
  },
  crs_needs_parameters: {
    zh: '{name} 需要保密的转换参数，请先转成 CGCS2000 再导入；若标注有误，用 --crs 指明',
    en: '{name} needs conversion parameters that are secret: convert the file to CGCS2000 first; if the file states it wrongly, name its system with --crs',
  },
  crs_not_supported: {
    zh: '文件写明 {name}，本程序不换算这一坐标系，请先转成 CGCS2000，或用 --crs 指明实际坐标系',
    en: 'The file says {name}, which this program does not convert: convert the file to CGCS2000 first, or name the system that it is really in with --crs',
  },
  no_geometry_columns: {
    zh: '没有图形，也认不出经纬度或 WKT 列',
    en: 'There are no shapes, and no columns with longitude and latitude or WKT were found',
  },
  kml_links_outside: {
    zh: '文件只有指向别处的链接，如 {href}：请导入所链接的文件',
    en: 'The file only links to elsewhere, such as {href}: import the file that it links to',
  },
  no_head_row: {
    zh: '第 {row} 行是空的，或不在表中，不能作列名',
    en: 'Row {row} is empty or not in the table: it cannot hold the names of the columns',
  },
  no_rows: { zh: '没有可导入的行', en: 'There are no rows to import' },
} as const satisfies Record<string, LocalizedText>

export type FileReason = keyof typeof fileReasons
