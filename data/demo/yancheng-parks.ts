import type { SourceNote, ParkPlan } from '../generate/city-plan.ts'
import { yanchengCountyParks } from './yancheng-county-parks.ts'
import { yanchengUrbanParks } from './yancheng-urban-parks.ts'

/** @public */
export const parksSourceNote: SourceNote = {
  grade: 'B',
  says:
    'The new-energy vehicle park is named by the source (P). The other names are general knowledge or modelled on it; place, ' +
    "size, level and everything counted in them are the demo's own.",
}

/** Industrial, science and economic parks; never green ones. */
export const yanchengParks: readonly ParkPlan[] = [...yanchengUrbanParks, ...yanchengCountyParks]
