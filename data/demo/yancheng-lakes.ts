import type { BorderRiverPlan, LakePlan, ShoalPlan } from '../generate/city-plan.ts'

/** Rivers that are a district's border: the corners they follow. */
export const yanchengBorderRivers: readonly BorderRiverPlan[] = [
  {
    name: '小洋河',
    nameEn: 'Xiaoyang River',
    along: [
      [120, 33.4],
      [120.2, 33.35],
    ],
  },
  {
    name: '灌河',
    nameEn: 'Guan River',
    along: [
      [119.5, 34.15],
      [119.75, 34.3],
      [119.8, 34.4],
      [119.8, 34.5],
    ],
  },
  {
    name: '中山河',
    nameEn: 'Zhongshan River',
    along: [
      [119.85, 34.15],
      [120.05, 34.3],
      [120.12, 34.43],
    ],
  },
]

export const yanchengLakes: readonly LakePlan[] = [
  { name: '大纵湖', nameEn: 'Dazong Lake', at: [119.795, 33.195], radiusKm: 2.3, islands: 2 },
  { name: '九龙口', nameEn: 'Jiulongkou Lake', at: [119.61, 33.4], radiusKm: 1.5, islands: 2 },
  { name: '金沙湖', nameEn: 'Jinsha Lake', at: [119.878, 33.742], radiusKm: 0.8, islands: 1 },
]

export const yanchengShoals: readonly ShoalPlan[] = [
  { name: '条子泥', at: [121.1, 32.79], lengthKm: 6, widthKm: 1.7, turn: 1.3 },
  { name: '东沙', at: [121.06, 33.09], lengthKm: 8, widthKm: 1.7, turn: 1.15 },
  { name: '瓢儿沙', at: [120.98, 33.2], lengthKm: 4, widthKm: 1, turn: 0.9 },
]
