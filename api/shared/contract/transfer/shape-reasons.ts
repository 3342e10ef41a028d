/** Findings about the shape of a row, or its place, as in `rowReasons`. */
export const shapeReasons = {
  no_geometry: { severity: 'refused', zh: '没有图形', en: 'It has no shape' },
  no_geometry_for_new: {
    severity: 'refused',
    zh: '没有图形或坐标，市里也没有这个代码，不能新增',
    en: 'Nothing in the city has its code, and without a shape or place it cannot be added',
  },
  shape_kept: {
    severity: 'note',
    zh: '没有填图形或坐标，保留原有的',
    en: 'No shape or place is given: the existing one is kept',
  },
  wrong_geometry: {
    severity: 'refused',
    zh: '图形类型不对：{value}',
    en: 'The shape is of the wrong kind: {value}',
  },
  broken_geometry: { severity: 'refused', zh: '图形数据损坏', en: 'The shape cannot be read' },
  not_a_number: { severity: 'refused', zh: '坐标不是数字', en: 'A coordinate is not a number' },
  outside_world: { severity: 'refused', zh: '坐标在地球之外', en: 'A coordinate lies outside the world' },
  outside_region: {
    severity: 'refused',
    zh: '坐标离城市所在位置超过 1000 公里',
    en: 'The coordinates lie more than 1,000 km away from the place of the city',
  },
  outside_china: { severity: 'refused', zh: '坐标不在中国境内', en: 'The coordinates do not lie in China' },
  outside_stated_unit: {
    severity: 'flagged',
    zh: '位置不在所写的 {other} 之内，请核对',
    en: 'It does not lie in {other}, which its row states: please check',
  },
  outside_city: {
    severity: 'flagged',
    zh: '位置在本市已知单位之外，请核对',
    en: 'It lies outside the known units of the city: please check',
  },
  far_from_city: {
    severity: 'flagged',
    zh: '离本市其余数据 {km} 公里以上，请核对',
    en: 'More than {km} km from the rest of the city: please check',
  },
  too_few_points: { severity: 'refused', zh: '环的顶点不足三个', en: 'A ring has fewer than three points' },
  no_area: { severity: 'refused', zh: '图形面积为零', en: 'The shape has no area' },
  self_crossing: {
    severity: 'refused',
    zh: '边界自相交，位置 {at}',
    en: 'The border crosses itself at {at}',
  },
  ring_closed: { severity: 'mended', zh: '未闭合的环已闭合', en: 'An open ring was closed' },
  ring_turned: { severity: 'note', zh: '环的方向已统一', en: 'The direction of a ring was turned' },
  points_repeated: { severity: 'note', zh: '去掉了重复的顶点', en: 'Repeated points were dropped' },
  spike_removed: { severity: 'mended', zh: '去掉了折返的尖刺', en: 'A spike was removed' },
  hole_removed: { severity: 'mended', zh: '去掉了没有面积的洞', en: 'A hole without area was removed' },
  rings_sorted: {
    severity: 'mended',
    zh: '重新归并了外环和洞',
    en: 'Outer rings and holes were sorted out anew',
  },
  parts_joined: {
    severity: 'mended',
    zh: '相邻的部分已并成一块',
    en: 'Parts that share a border were joined',
  },
  dimension_dropped: { severity: 'note', zh: '高程和 M 值未取', en: 'Heights and measures were left out' },
  label_points_left: {
    severity: 'mended',
    zh: '图形旁的 {count} 个标注点未取',
    en: 'Points beside the shape were taken for labels and left out: {count}',
  },
  arcs_linearised: {
    severity: 'mended',
    zh: '{count} 段圆弧已换成折线，偏差不超过 1 厘米',
    en: 'Arcs were replaced by lines within 1 cm: {count}',
  },
  geometry_twice: {
    severity: 'refused',
    zh: '与第 {row} 行的图形完全相同',
    en: 'The very same shape as in row {row}',
  },
} as const
