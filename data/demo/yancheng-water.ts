import type { BorderRiverPlan, GuidePlan, LakePlan, NoteOfOrigin, ShoalPlan } from '../generate/city-plan.ts'

export const waterOrigin: NoteOfOrigin = {
  grade: 'B',
  says: 'Names of rivers, canals and lakes and roughly where they run: general knowledge, drawn by hand to a few kilometres. '
    + 'Their bends are generated.',
}

/** Most important first: where two compete for a border, the earlier one has it. */
export const waterGuides: readonly GuidePlan[] = [
  { name: '通榆河', nameEn: 'Tongyu Canal', kind: 'canal', winding: 0.1, through: [
    [120.37, 32.6], [120.36, 32.72], [120.365, 32.87], [120.385, 33], [120.37, 33.14], [120.275, 33.24], [120.218, 33.325], [120.206, 33.365], [120.193, 33.41],
    [120.14, 33.465], [120.06, 33.53], [119.98, 33.62], [119.855, 33.735], [119.822, 33.8], [119.83, 33.88], [119.81, 33.97], [119.74, 34.06],
    [119.63, 34.17], [119.52, 34.27],
  ] },
  { name: '新洋港', nameEn: 'Xinyang Port River', kind: 'river', winding: 0.75, through: [
    [120.107, 33.3995], [120.13, 33.411], [120.155, 33.4195], [120.19, 33.426], [120.25, 33.455], [120.3, 33.462],
    [120.4, 33.53], [120.5, 33.605], [120.6, 33.632], [120.7, 33.66],
  ] },
  { name: '蟒蛇河', nameEn: 'Mangshe River', kind: 'river', winding: 0.8, through: [
    [119.83, 33.11], [119.868, 33.23], [119.93, 33.295], [120.0, 33.34], [120.07, 33.374], [120.105, 33.3835], [120.127, 33.389],
  ] },
  { name: '射阳河', nameEn: 'Sheyang River', kind: 'river', winding: 1, through: [
    [119.42, 33.56], [119.52, 33.625], [119.62, 33.705], [119.72, 33.755], [119.79, 33.775], [119.86, 33.788], [119.93, 33.783], [120.05, 33.79],
    [120.13, 33.775], [120.21, 33.795], [120.3, 33.815], [120.4, 33.815], [120.5, 33.83], [120.66, 33.83],
  ] },
  { name: '苏北灌溉总渠', nameEn: 'Northern Jiangsu Irrigation Canal', kind: 'canal', winding: 0.03, through: [
    [119.42, 33.76], [119.6, 33.82], [119.72, 33.87], [119.86, 33.86], [119.98, 33.91], [120.09, 33.99], [120.2, 34.14], [120.3, 34.17], [120.46, 34.19],
  ] },
  { name: '废黄河', nameEn: 'Old Yellow River', kind: 'river', winding: 0.9, through: [
    [119.58, 33.94], [119.68, 33.975], [119.76, 34.015], [119.86, 34.055], [119.98, 34.08], [120.08, 34.19], [120.2, 34.275], [120.42, 34.3],
  ] },
  { name: '斗龙港', nameEn: 'Doulong Port River', kind: 'river', winding: 0.9, through: [
    [120.24, 33.13], [120.34, 33.135], [120.41, 33.165], [120.425, 33.24], [120.5, 33.325], [120.58, 33.41], [120.66, 33.53], [120.8, 33.58],
  ] },
  { name: '黄沙港', nameEn: 'Huangsha Port River', kind: 'river', winding: 0.6, through: [
    [119.86, 33.55], [119.95, 33.585], [120.06, 33.62], [120.18, 33.645], [120.28, 33.715], [120.38, 33.75], [120.48, 33.765], [120.66, 33.79],
  ] },
  { name: '串场河', nameEn: 'Chuanchang River', kind: 'canal', winding: 0.35, through: [
    [120.275, 33.15], [120.225, 33.235], [120.17, 33.31], [120.143, 33.37], [120.118, 33.395], [120.075, 33.452], [119.985, 33.53],
    [119.9, 33.63], [119.835, 33.7], [119.79, 33.78],
  ] },
  { name: '川东港', nameEn: 'Chuandong Port River', kind: 'river', winding: 0.5, through: [
    [120.28, 33.05], [120.42, 33.07], [120.56, 33.09], [120.68, 33.06], [120.82, 33.075], [121.02, 33.09],
  ] },
  { name: '四卯酉河', nameEn: 'Simaoyou River', kind: 'canal', winding: 0.06, through: [
    [120.37, 33.22], [120.48, 33.222], [120.62, 33.24], [120.74, 33.265], [120.95, 33.28],
  ] },
  { name: '东台河', nameEn: 'Dongtai River', kind: 'canal', winding: 0.15, through: [
    [120.32, 32.872], [120.42, 32.845], [120.6, 32.87], [120.75, 32.9], [120.86, 32.935], [121.06, 32.95],
  ] },
  { name: '梁垛河', nameEn: 'Liangduo River', kind: 'canal', winding: 0.1, through: [
    [120.35, 32.81], [120.48, 32.79], [120.62, 32.785], [120.8, 32.835], [121.1, 32.835],
  ] },
  { name: '三仓河', nameEn: 'Sancang River', kind: 'canal', winding: 0.1, through: [
    [120.36, 32.73], [120.45, 32.725], [120.57, 32.765], [120.7, 32.745], [120.82, 32.75], [121.08, 32.74],
  ] },
  { name: '泰东河', nameEn: 'Taidong River', kind: 'canal', winding: 0.3, through: [
    [120.08, 32.64], [120.18, 32.69], [120.24, 32.77], [120.3, 32.835], [120.37, 32.868],
  ] },
  { name: '西塘河', nameEn: 'Xitang River', kind: 'river', winding: 0.7, through: [
    [119.585, 33.345], [119.65, 33.385], [119.7, 33.415], [119.77, 33.455], [119.84, 33.51], [119.86, 33.57], [119.9, 33.64],
  ] },
  { name: '皮岔河', nameEn: 'Picha River', kind: 'river', winding: 0.8, through: [
    [119.88, 33.32], [119.87, 33.39], [119.915, 33.455], [119.955, 33.52], [119.97, 33.6],
  ] },
]

/** Rivers that are a district's border: the corners they follow. */
export const borderRivers: readonly BorderRiverPlan[] = [
  { name: '小洋河', nameEn: 'Xiaoyang River', along: [[120, 33.4], [120.2, 33.35]] },
  { name: '灌河', nameEn: 'Guan River', along: [[119.5, 34.15], [119.75, 34.3], [119.8, 34.4], [119.8, 34.5]] },
  { name: '中山河', nameEn: 'Zhongshan River', along: [[119.85, 34.15], [120.05, 34.3], [120.12, 34.43]] },
]

export const lakes: readonly LakePlan[] = [
  { name: '大纵湖', nameEn: 'Dazong Lake', at: [119.795, 33.195], radiusKm: 2.3, islands: 2 },
  { name: '九龙口', nameEn: 'Jiulongkou Lake', at: [119.61, 33.4], radiusKm: 1.5, islands: 2 },
  { name: '金沙湖', nameEn: 'Jinsha Lake', at: [119.878, 33.742], radiusKm: 0.8, islands: 1 },
]

export const shoals: readonly ShoalPlan[] = [
  { name: '条子泥', at: [121.1, 32.79], lengthKm: 6, widthKm: 1.7, turn: 1.3 },
  { name: '东沙', at: [121.06, 33.09], lengthKm: 8, widthKm: 1.7, turn: 1.15 },
  { name: '瓢儿沙', at: [120.98, 33.2], lengthKm: 4, widthKm: 1, turn: 0.9 },
]
