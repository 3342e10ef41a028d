import type { Board, Scene } from '#shared/contract/screens.ts'

/** What every panel is given. */
export interface PanelProps {
  board: Board
  scene: Scene
  /** Height of its body, in units of letters. */
  room: number
  /** Subject of the gap that a tour is at. */
  at: string | null
}

/** Lists behind numbers. */
export type Behind =
  | 'districts' | 'streets' | 'communities' | 'grids' | 'stations' | 'centers' | 'parks' | 'premises' | 'gaps' | 'changes'

export interface PanelEvents {
  behind: [list: Behind]
  /** A unit or gap was touched: go there. */
  go: [feature: { layer: 'streets' | 'communities' | 'parks'; code: string }]
}
