import type { CityDataset } from '../city-dataset.ts'
import { generateCity, type GenerateOptions } from '../generate/generate-city.ts'
import { yanchengPlan } from './yancheng-plan.ts'

/** The seed of the demo city that everybody sees; another one makes another city of the same outline and totals. */
export const YANCHENG_SEED = '2018'

export function generateYancheng(options: GenerateOptions = {}): CityDataset {
  return generateCity(yanchengPlan, YANCHENG_SEED, options)
}
