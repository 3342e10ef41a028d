/** Figures by which the map is coloured: name, unit, what it means; classes where the figure is one. */
export default {
  'gap-class': {
    name: '覆盖缺口',
    unit: '',
    about: '组织（党支部）与服务（可达）两个方面合在一起；区县、街道、社区按住户最多的类别着色',
    classes: {
      covered: '已覆盖',
      'org-only': '有组织、够不着',
      'service-only': '有阵地、无组织',
      none: '双缺',
    },
  },
  'branch-share': {
    name: '组织覆盖',
    unit: '',
    about: '已建网格党支部的网格占全部网格的比例',
    yes: '已建党支部',
    no: '尚未建立',
  },
  'work-share': {
    name: '工作覆盖',
    unit: '',
    about: '至少有一名网格员的网格占全部网格的比例',
    yes: '有网格员',
    no: '没有网格员',
  },
  'service-share': {
    name: '服务可达',
    unit: '',
    about: '规定时间内能到达开放阵地的住户比例：城镇步行，农村骑电动自行车',
  },
  'reach-class': {
    name: '步行圈层',
    unit: '',
    about: '走到最近阵地所需时间所在的圈层',
    classes: {
      inner: '{inner} 分钟以内',
      middle: '{inner}–{middle} 分钟',
      outer: '{middle}–{outer} 分钟',
      beyond: '{outer} 分钟以上',
    },
  },
  'service-minutes': {
    name: '到最近阵地的时间',
    unit: '分钟',
    about: '走到最近的党员服务站或红堡；网格及以上取住户的中位数',
  },
  'service-metres': {
    name: '到最近阵地的距离',
    unit: '米',
    about: '步行距离；网格及以上取住户的中位数',
  },
  'station-metres': { name: '到最近服务站的距离', unit: '米', about: '到最近的党员服务站的步行距离' },
  'center-metres': { name: '到最近红堡的距离', unit: '米', about: '到最近的已开放红堡的步行距离' },
  'place-load': { name: '阵地服务户数', unit: '户', about: '共用同一处阵地的住户数' },
  'place-area': {
    name: '每百户阵地面积',
    unit: '平方米',
    about: '所到阵地的建筑面积 / 每百户住户；省定目标 30 平方米',
  },
  'overloaded-share': {
    name: '超负荷',
    unit: '',
    about: '所到阵地服务户数超过可服务住户的住户比例',
  },
  'standard-share': {
    name: '住户阵地达标率',
    unit: '',
    about: '所在社区阵地达标的住户比例',
    yes: '社区阵地达标',
    no: '社区阵地未达标',
  },
  'access-2sfca': {
    name: '可及性（两步移动搜寻）',
    unit: '户 / 百户',
    about: '规定时间内，每百户能分到的阵地可服务户数',
  },
  'access-e2sfca': {
    name: '可及性（距离衰减）',
    unit: '户 / 百户',
    about: '按三个步行圈分层加权的两步移动搜寻法',
  },
  'siting-reach': {
    name: '布点前后',
    unit: '',
    about: '新增站点前后服务可达的变化',
    classes: {
      before: '现已可达',
      newly: '新增可达',
      beyond: '仍够不着',
      site: '建议站点所在网格',
      crowded: '够得着、已满员',
    },
  },
  'community-type': {
    name: '社区类型',
    unit: '',
    about: '区县、街道按住户最多的类型着色',
    classes: { ordinary: '普通社区', converted: '村改社区', new: '新建社区', village: '村', park: '园区' },
  },
  'households-per-grid': {
    name: '网格规模',
    unit: '户 / 网格',
    about: '平均每个网格的住户数，常用规模 300–500 户',
  },
  'workers-per-grid': { name: '网格员配备', unit: '人 / 网格', about: '平均每个网格的专兼职网格员数' },
  'residents-per-km2': { name: '人口密度', unit: '人 / 平方公里', about: '每平方公里的居民数' },
}
