/** 街道网格表、图层和测距。 */
export const table = {
  title: '网格表',
  close: '收起网格表',
  find: '查找编号、名称或社区',
  show: '显示哪些网格',
  filter: {
    all: '全部',
    problems: '有问题的',
    outOfBand: '户数不合规范的',
    noWorker: '没有网格员的',
    noBranch: '没有党支部的',
  },
  count: '{shown} / {all} 个，{households} 户',
  column: {
    number: '编号',
    name: '名称',
    households: '住户',
    band: '户数规范',
    workers: '网格员',
    branch: '党支部',
    premises: '阵地',
    problems: '问题',
  },
  verdict: { less: '不足', in: '合规', more: '超出' },
  atMost: '至多 {most}',
  atLeast: '至少 {least}',
  noBand: '不限',
  none: '尚无',
  nothing: '没有符合条件的网格',
}

export const view = {
  label: '查看',
  layers: '图层',
  home: '显示整个街道',
  labels: '网格编号和户数',
  buildings: '楼栋',
  households: '住户点',
  dot: '每点 {count} 户，按楼栋所在位置',
  noBuildings: '本街道没有楼栋数据，无法显示住户点',
  quiet: '淡化其他街道',
  layer: { roads: '道路', water: '河流、水面', parks: '园区', premises: '阵地' },
  basemap: '底图 / 影像',
  strength: '浓度',
  noBasemap: '本市未设置底图或影像，可请系统管理员在城市设置中填写',
}

export const measure = {
  length: '全长 {length}',
  area: '围合面积 {area}',
  part: '本段 {length}，方位 {bearing}°',
}
