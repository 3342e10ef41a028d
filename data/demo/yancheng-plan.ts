import type { CityPlan } from '../generate/city-plan.ts'
import { yanchengCenters, yanchengLandmarks } from './yancheng-centers.ts'
import { yanchengCoast, yanchengOffshore } from './yancheng-coast.ts'
import { yanchengDistricts, yanchengZones } from './yancheng-districts.ts'
import { yanchengHighwayGuides } from './yancheng-highways.ts'
import { yanchengParks } from './yancheng-parks.ts'
import { yanchengDensityPeaks } from './yancheng-density-peaks.ts'
import { yanchengStreets } from './yancheng-streets.ts'
import { yanchengTotals } from './yancheng-totals.ts'
import { yanchengBorderRivers, yanchengLakes, yanchengShoals } from './yancheng-lakes.ts'
import { yanchengWaterGuides } from './yancheng-water.ts'

/** The demo city: Yancheng as far as public sources tell it to five kilometres, and invented from there on. */
export const yanchengPlan: CityPlan = {
  code: '320900',
  name: '盐城(示意)',
  nameEn: 'Yancheng (schematic)',
  dataDate: '2018-12-31',
  validFrom: '2018-01-01',
  source: '演示数据：轮廓、名称和总数参照公开资料，边界、位置和其余数值均由程序随机生成，不得作为依据',
  districts: yanchengDistricts,
  zones: yanchengZones,
  coast: yanchengCoast,
  offshore: yanchengOffshore,
  streets: yanchengStreets,
  spots: yanchengDensityPeaks,
  guides: [...yanchengWaterGuides, ...yanchengHighwayGuides],
  borderRivers: yanchengBorderRivers,
  lakes: yanchengLakes,
  shoals: yanchengShoals,
  parks: yanchengParks,
  centers: yanchengCenters,
  landmarks: yanchengLandmarks,
  totals: yanchengTotals,
}
