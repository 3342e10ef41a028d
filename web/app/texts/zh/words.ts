/** The closed lists of the domain, by list and word. */
export default {
  unitLevel: { district: '区县', street: '街道 / 镇', community: '社区 / 村' },
  unitKind: {
    county: '县', county_city: '县级市', city_district: '市辖区', managing_zone: '功能区（管理）',
    street: '街道', town: '镇', township: '乡', park_unit: '园区（乡级）', community: '社区', village: '村',
  },
  communityType: { ordinary: '普通社区', converted: '村改社区', new: '新建社区', village: '村', park: '园区' },
  urbanRuralClass: {
    111: '主城区', 112: '城乡结合区', 121: '镇中心区', 122: '镇乡结合区', 123: '特殊区域', 210: '乡中心区', 220: '村庄',
  },
  gridKind: { comprehensive: '综合网格', dedicated: '专属网格', micro: '微网格', residential: '居民网格', economic: '经济网格' },
  premisesKind: { station: '党员服务站', center: '红堡', community: '社区阵地' },
  premisesLevel: { city: '市级', county: '区县级', street: '街镇级', community: '社区级', village: '村级' },
  premisesStatus: { planned: '规划中', building: '建设中', open: '已开放', closed: '已关闭' },
  tenure: { owned: '自有', rented: '租用', borrowed: '借用' },
  parkKind: { industrial: '产业园区', science: '科技园区', economic: '经济开发区' },
  parkLevel: { national: '国家级', provincial: '省级', city: '市级', county: '县级', town: '镇级' },
  organisation: { own: '单独组建', joint: '联合组建', none: '未组建' },
  roadClass: { motorway: '高速公路', trunk: '国省干道', primary: '主干路', secondary: '次干路', street: '支路', lane: '小路' },
  waterClass: { sea: '海', lake: '湖泊', river: '河流', canal: '运河', ditch: '沟渠' },
  projectList: { resource: '资源清单', need: '需求清单', project: '项目清单' },
  projectStatus: { proposed: '拟立项', running: '进行中', finished: '已完成' },
  indicatorAggregate: { sum: '合计', mean: '平均', share: '占比' },
  role: {
    leader: '领导', planner: '规划人员', street_official: '街道干部', admin: '系统管理员', auditor: '审计员', integrator: '对接系统',
  },
  layer: {
    water: '水系', roads: '道路', grids: '网格', communities: '社区 / 村', streets: '街道 / 镇', districts: '区县',
    parks: '园区', stations: '党员服务站', centers: '红堡', premises: '社区阵地',
  },
}
