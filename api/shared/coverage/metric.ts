import type { CitySnapshot } from '../city/city-snapshot.ts'
import type { Level } from '../layers/layer.ts'
import { PALETTES, type PaletteName, type Ramp } from '../layers/ramp.ts'
import type { Theme } from '../layers/themes.ts'

/**
 * One figure about every feature of a level. Its classes are fixed: the same colour means the same number at every
 * zoom, in every view and on every day.
 */
export interface Metric {
  /** Also the key of its texts: `metrics.<id>`. */
  id: string
  /** How values are written: a share as per cent, a number, a class by its own text. */
  format: 'share' | 'number' | 'decimal' | 'class'
  palette: PaletteName
  /** Limits between the classes; for `class` the keys of the classes. */
  breaks?: readonly number[]
  classes?: readonly string[]
  /** A single grid has it (1) or has it not (0); texts `metrics.<id>.yes` and `.no`. */
  yesNoOfGrid?: boolean
  /** Value of each row of the level's table; NaN where there is none. */
  values(city: CitySnapshot, level: Level): Float64Array
}

export function rampOf(metric: Metric, theme: Theme): Ramp {
  const colors = PALETTES[theme.id][metric.palette]
  return metric.format === 'class'
    ? { kind: 'classes', classes: metric.classes ?? [], colors, missing: theme.missing }
    : { kind: 'steps', breaks: metric.breaks ?? [], colors, missing: theme.missing }
}
