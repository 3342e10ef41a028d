/** Numbers of FlatGeobuf 3 (flatgeobuf.org): fields of its tables in their order, and its types. */

export const MAGIC = Uint8Array.of(0x66, 0x67, 0x62, 0x03, 0x66, 0x67, 0x62, 0x00)

export const HEADER = {
  name: 0,
  envelope: 1,
  geometryType: 2,
  hasZ: 3,
  hasM: 4,
  hasT: 5,
  hasTm: 6,
  columns: 7,
  count: 8,
  indexNodeSize: 9,
  crs: 10,
  title: 11,
  description: 12,
  metadata: 13,
  fields: 14,
} as const
export const CRS = { org: 0, code: 1, name: 2, description: 3, wkt: 4, codeString: 5, fields: 6 } as const
export const COLUMN = {
  name: 0,
  type: 1,
  title: 2,
  description: 3,
  width: 4,
  precision: 5,
  scale: 6,
  nullable: 7,
  unique: 8,
  primaryKey: 9,
  metadata: 10,
  fields: 11,
} as const
export const FEATURE = { geometry: 0, properties: 1, columns: 2, fields: 3 } as const
export const GEOMETRY = { ends: 0, xy: 1, z: 2, m: 3, t: 4, tm: 5, type: 6, parts: 7, fields: 8 } as const

export const GEOMETRY_TYPE = {
  unknown: 0,
  point: 1,
  line: 2,
  polygon: 3,
  multiPoint: 4,
  multiLine: 5,
  multiPolygon: 6,
  collection: 7,
  circularString: 8,
  compoundCurve: 9,
  curvePolygon: 10,
  multiCurve: 11,
  multiSurface: 12,
  triangle: 17,
} as const

export const COLUMN_TYPE = {
  byte: 0,
  ubyte: 1,
  bool: 2,
  short: 3,
  ushort: 4,
  int: 5,
  uint: 6,
  long: 7,
  ulong: 8,
  float: 9,
  double: 10,
  string: 11,
  json: 12,
  dateTime: 13,
  binary: 14,
} as const
