/** 手绘、键盘和数值输入。 */
export const strokes = {
  name: '手绘',
  hint: '按住拖动即画线；按空格拖动或用双指移动地图。触控笔随时可画，长按为终点',
  tolerance: '贴线容差 {metres}',
  free: '不贴线',
  size: { label: '贴线容差', fine: '精细', medium: '适中', coarse: '宽松' },
  outside: '街道以外',
  on: { vertex: '在顶点上', border: '在边界上', guide: '在道路或水边上' },
}

export const numeric = {
  name: '数值',
  hint: '输入距离和方位角，或粘贴测量坐标',
  length: '距离（米）',
  bearing: '方位角（°）',
  coordinates: '坐标',
  example: '每行一点，可从表格粘贴：120.1635 33.4062',
  add: '加入',
  noStart: '先画或输入一个起点',
  noLength: '请填写距离和方位角',
  found: '{count} 个点，按{system}',
  system: { degrees: '经纬度', gauss: 'CGCS2000 三度带平面坐标', mercator: 'Web 墨卡托坐标' },
  fault: {
    empty: '请填写坐标',
    row_without_numbers: '第 {row} 行没有两个数',
    too_many_points: '点数过多，从第 {row} 行起超出',
    far_away: '这些坐标不在本街道附近，请核对坐标系和次序',
    row_far_away: '第 {row} 行的坐标离本街道太远，请核对',
  },
}
