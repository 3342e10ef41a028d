import type { CityPlan } from '../generate/city-plan.ts'
import { centers, landmarks } from './yancheng-centers.ts'
import { coast, districts, offshore, zones } from './yancheng-districts.ts'
import { highwayGuides } from './yancheng-highways.ts'
import { parks } from './yancheng-parks.ts'
import { spots } from './yancheng-spots.ts'
import { streets } from './yancheng-streets.ts'
import { totals } from './yancheng-totals.ts'
import { borderRivers, lakes, shoals, waterGuides } from './yancheng-water.ts'

/** The demo city: Yancheng as far as public sources tell it to five kilometres, and invented from there on. */
export const yanchengPlan: CityPlan = {
  code: '320900',
  name: '盐城(示意)',
  nameEn: 'Yancheng (schematic)',
  dataDate: '2018-12-31',
  validFrom: '2018-01-01',
  source: '演示数据：轮廓、名称和总数参照公开资料，边界、位置和其余数值均由程序随机生成，不得作为依据',
  districts,
  zones,
  coast,
  offshore,
  streets,
  spots,
  guides: [...waterGuides, ...highwayGuides],
  borderRivers,
  lakes,
  shoals,
  parks,
  centers,
  landmarks,
  totals,
}
