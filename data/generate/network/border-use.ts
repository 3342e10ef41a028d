import type { RoadClass, WaterClass } from '#shared/contract/enums.ts'

/** What runs along an arc: one road, or one water, or nothing (a border through fields). */
export type BorderUse =
  | { kind: 'plain' }
  | { kind: 'road'; road: RoadClass; name: string | null }
  | {
      kind: 'water'
      water: Extract<WaterClass, 'river' | 'canal' | 'ditch'>
      name: string | null
      wide: boolean
    }
  /** The edge of the sea or a lake: nothing runs on it, and roads end short of it. */
  | { kind: 'shore' }

export const plainBorderUse: BorderUse = { kind: 'plain' }
