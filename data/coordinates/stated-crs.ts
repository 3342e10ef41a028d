/** The coordinate system that a file states. */
export interface StatedCrs {
  /** Where it stands: '.prj', 'crs', 'gpkg_spatial_ref_sys', … */
  where: string
  /** As it is written there, shortened. */
  text: string
  /** The system it means, if it is one of ours; null: not known, or not usable. */
  system: string | null
  /** An older datum that can only be converted with parameters that are secret. */
  needsParameters?: boolean
}
