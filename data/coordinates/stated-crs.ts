/** The coordinate system that a file states. */
export interface StatedCrs {
  /** Where it stands: '.prj', 'crs', 'gpkg_spatial_ref_sys', … */
  where: string
  /** As it is written there, shortened. */
  text: string
  /** The system it means, if it is one of ours; null: not known, or not usable. */
  system: string | null
  /** The format has this system and no other. */
  fixed?: boolean
  /** An older datum that can only be converted with parameters that are secret. */
  needsParameters?: boolean
  /** A datum of another country, which this program does not convert. */
  unsupported?: boolean
  /** The ellipsoid is that of CGCS2000, but no datum is named. */
  datumUnknown?: boolean
}

/** EPSG codes of Xian 1980, Beijing 1954 and New Beijing: degrees and Gauss–Krüger zones. */
const OLD_CODES: readonly (readonly [first: number, last: number])[] = [
  [4610, 4610],
  [4214, 4214],
  [4555, 4555],
  [2327, 2390],
  [2401, 2442],
  [21413, 21423],
  [21453, 21463],
  [21473, 21483],
  [4568, 4589],
  [4652, 4656],
  [4766, 4800],
]

/** Returns what is known of an EPSG code that is no system of ours. */
export function describeStatedCode(code: number): Pick<StatedCrs, 'needsParameters' | 'unsupported'> {
  if (OLD_CODES.some(([first, last]) => code >= first && code <= last)) return { needsParameters: true }
  return code > 0 ? { unsupported: true } : {}
}
