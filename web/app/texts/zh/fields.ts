/** Labels of figures and fields by name, and the units in which they count. */
export default {
  label: {
    communities: '社区 / 村', grids: '网格', households: '住户', residents: '居民', members: '党员',
    fullTimeWorkers: '专职网格员', partTimeWorkers: '兼职网格员', workers: '网格员', branches: '网格党支部',
    buildingGroups: '楼栋党小组', householdHubs: '党员中心户', stations: '党员服务站', centers: '红堡', parks: '园区',
    areaM2: '面积', kind: '类别', type: '社区类型', typeReason: '类型依据', urbanRuralClass: '城乡分类', urbanScope: '城市社区口径',
    validFrom: '生效日期', version: '版本', branchSince: '党支部成立', status: '状态', level: '级别', openedOn: '开放日期',
    tenure: '产权', functions: '功能', openingHours: '开放时间', capacityHouseholds: '可服务住户', dutyPhone: '值班电话',
    surveyedOn: '核查日期', organisation: '党组织', organisationSince: '组建日期', liaisonSince: '派驻联络员', enterprises: '企业',
    employees: '从业人员', class: '类别', name: '名称', bridge: '桥梁', streets: '街道 / 镇', code: '编码', districts: '区县',
  },
  unit: {
    communities: '个', grids: '个', households: '户', residents: '人', members: '人', fullTimeWorkers: '人', partTimeWorkers: '人',
    workers: '人', branches: '个', buildingGroups: '个', householdHubs: '户', stations: '个', centers: '座', parks: '个',
    capacityHouseholds: '户', enterprises: '家', employees: '人', streets: '个', districts: '个',
  },
  premisesArea: '建筑面积',
  yes: '是',
  no: '否',
  none: '尚无',
  comma: '、',
}
