import type { IndicatorAggregate } from '#shared/contract/enums.ts'
import type { IndicatorRecord } from '../../city-dataset.ts'

type Item = readonly [
  name: string,
  nameEn: string,
  unit: string,
  unitEn: string,
  aggregate: IndicatorAggregate,
]

/**
 * The community data form: 12 categories of 3 items. The source names the form and its size, not its items; these are the
 * demo's own, all about land, rooms and services, none about people.
 */
const CATALOGUE: readonly (readonly [
  category: string,
  categoryEn: string,
  items: readonly [Item, Item, Item],
])[] = [
  [
    '地域概况',
    'Territory',
    [
      ['辖区面积', 'Area', '平方公里', 'km²', 'sum'],
      ['网格数', 'Grids', '个', '', 'sum'],
      ['道路长度', 'Road length', '公里', 'km', 'sum'],
    ],
  ],
  [
    '住房建筑',
    'Housing',
    [
      ['住宅楼栋数', 'Residential buildings', '栋', '', 'sum'],
      ['住宅小区数', 'Housing estates', '个', '', 'sum'],
      ['老旧小区改造率', 'Old estates renewed', '%', '%', 'share'],
    ],
  ],
  [
    '组织建设',
    'Organisation',
    [
      ['网格党支部数', 'Grid branches', '个', '', 'sum'],
      ['网格党支部覆盖率', 'Grids with a branch', '%', '%', 'share'],
      ['党员中心户数', 'Household hubs', '户', '', 'sum'],
    ],
  ],
  [
    '阵地设施',
    'Premises',
    [
      ['社区用房面积', 'Community rooms', '平方米', 'm²', 'sum'],
      ['每百户用房面积', 'Rooms per 100 households', '平方米', 'm²', 'mean'],
      ['功能室数', 'Function rooms', '间', '', 'sum'],
    ],
  ],
  [
    '便民服务',
    'Public services',
    [
      ['服务窗口数', 'Service counters', '个', '', 'sum'],
      ['可办事项数', 'Services on offer', '项', '', 'mean'],
      ['每周开放时长', 'Opening hours a week', '小时', 'h', 'mean'],
    ],
  ],
  [
    '养老托幼',
    'Care',
    [
      ['日间照料床位数', 'Day-care beds', '张', '', 'sum'],
      ['助餐点数', 'Canteens', '个', '', 'sum'],
      ['托幼托位数', 'Nursery places', '个', '', 'sum'],
    ],
  ],
  [
    '卫生健康',
    'Health',
    [
      ['卫生服务站数', 'Health posts', '个', '', 'sum'],
      ['卫生服务站面积', 'Health post floor area', '平方米', 'm²', 'sum'],
      ['健身器材数', 'Fitness machines', '件', '', 'sum'],
    ],
  ],
  [
    '文化体育',
    'Culture and sport',
    [
      ['文化活动室面积', 'Activity rooms', '平方米', 'm²', 'sum'],
      ['图书册数', 'Books', '册', '', 'sum'],
      ['体育场地面积', 'Sports grounds', '平方米', 'm²', 'sum'],
    ],
  ],
  [
    '环境设施',
    'Environment',
    [
      ['绿化覆盖率', 'Green cover', '%', '%', 'mean'],
      ['垃圾分类投放点数', 'Waste sorting points', '处', '', 'sum'],
      ['公共厕所数', 'Public toilets', '座', '', 'sum'],
    ],
  ],
  [
    '公共安全',
    'Safety',
    [
      ['视频监控点数', 'Cameras', '个', '', 'sum'],
      ['微型消防站数', 'Small fire stations', '座', '', 'sum'],
      ['路灯完好率', 'Street lights working', '%', '%', 'share'],
    ],
  ],
  [
    '交通出行',
    'Transport',
    [
      ['公交站点数', 'Bus stops', '个', '', 'sum'],
      ['公共停车位数', 'Public parking spaces', '个', '', 'sum'],
      ['充电桩数', 'Charging points', '个', '', 'sum'],
    ],
  ],
  [
    '服务项目',
    'Service projects',
    [
      ['为民服务项目数', 'Service projects', '个', '', 'sum'],
      ['项目资金', 'Project funds', '万元', '10k yuan', 'sum'],
      ['项目完成率', 'Projects finished', '%', '%', 'share'],
    ],
  ],
]

/** 36 indicators, coded by category and item: 0101 … 1203. */
export function buildIndicatorRecords(): IndicatorRecord[] {
  return CATALOGUE.flatMap(([categoryName, categoryNameEn, items], c) =>
    items.map(([name, nameEn, unit, unitEn, aggregate], i): IndicatorRecord => ({
      code: `${String(c + 1).padStart(2, '0')}${String(i + 1).padStart(2, '0')}`,
      category: c + 1,
      categoryName,
      categoryNameEn,
      name,
      nameEn,
      unit,
      unitEn,
      aggregate,
    })),
  )
}
