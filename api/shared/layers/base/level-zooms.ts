import { type DetailLevel, type TerritoryLevel, territoryLevels } from '../../contract/enums.ts'

/**
 * Zoom from which on each level is in view with automatic detail. Integers: a tile contains every layer whose
 * range touches its zoom, so within one zoom it would contain both levels.
 */
const FROM_ZOOM: Record<TerritoryLevel, number> = { district: 0, street: 7, community: 10, grid: 12 }

export const MAX_VIEW_ZOOM = 20

export interface ZoomRange {
  minzoom: number
  maxzoom: number
}

/**
 * Returns the zooms at which the areas of a level are filled and labelled; null: none. A pinned level is
 * shown at every zoom.
 */
export function getFillZoomRange(level: TerritoryLevel, detail: DetailLevel): ZoomRange | null {
  if (detail !== 'auto') return level === detail ? { minzoom: 0, maxzoom: MAX_VIEW_ZOOM } : null
  const finer = territoryLevels[territoryLevels.indexOf(level) + 1]
  return { minzoom: FROM_ZOOM[level], maxzoom: finer === undefined ? MAX_VIEW_ZOOM : FROM_ZOOM[finer] }
}

/**
 * Returns the zooms at which the borders of a level are drawn: from its own view on, and in all finer ones.
 */
export function getBorderZoomRange(level: TerritoryLevel, detail: DetailLevel): ZoomRange | null {
  if (detail !== 'auto')
    return territoryLevels.indexOf(level) <= territoryLevels.indexOf(detail)
      ? { minzoom: 0, maxzoom: MAX_VIEW_ZOOM }
      : null
  return { minzoom: FROM_ZOOM[level], maxzoom: MAX_VIEW_ZOOM }
}

/**
 * Returns the zooms of the labels of a level: those at which it is in view, and if a finer level is pinned,
 * those at which it would be – one zoom later, because the pinned level fills the map by itself.
 */
export function getLabelZoomRange(level: TerritoryLevel, detail: DetailLevel): ZoomRange | null {
  if (detail === 'auto' || level === detail) return getFillZoomRange(level, detail)
  if (territoryLevels.indexOf(level) > territoryLevels.indexOf(detail)) return null
  const finer = territoryLevels[territoryLevels.indexOf(level) + 1]
  return {
    minzoom: FROM_ZOOM[level] === 0 ? 0 : FROM_ZOOM[level] + 1,
    maxzoom: finer === undefined ? MAX_VIEW_ZOOM : FROM_ZOOM[finer] + 1,
  }
}

/** Returns the level in view at a zoom. */
export function getLevelInView(detail: DetailLevel, zoom: number): TerritoryLevel {
  if (detail !== 'auto') return detail
  return territoryLevels.findLast((level) => zoom >= FROM_ZOOM[level]) ?? 'district'
}
