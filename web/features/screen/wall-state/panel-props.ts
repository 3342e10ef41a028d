import type { FeatureDetail } from '#shared/contract/city/features.ts'
import type { Scene } from '#shared/contract/screens/screens.ts'
import type { WallData } from '#shared/contract/screens/wall-data.ts'
import type { WallList } from '#shared/contract/screens/wall-lists.ts'

/** What every panel is given. */
export interface PanelProps {
  board: WallData
  scene: Scene
  /** Height of its body, in units of letters. */
  room: number
  /** Subject of the gap that a tour is at. */
  at: string | null
  /** The unit that somebody has gone down to. */
  focus: Pick<FeatureDetail, 'name' | 'code' | 'fields'> | null
}

/** Lists behind numbers. */
export type SourceListId = WallList

export interface PanelEvents {
  behind: [list: SourceListId]
  /** A unit or gap was touched: go there. */
  go: [feature: { layer: 'streets' | 'communities' | 'parks'; code: string }]
}
