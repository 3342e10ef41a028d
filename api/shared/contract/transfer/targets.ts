import {
  type LayerId,
  gridKinds,
  organisations,
  parkKinds,
  parkLevels,
  premisesLevels,
  premisesStatuses,
  projectLists,
  projectStatuses,
  roadClasses,
  tenures,
  unitKinds,
  urbanRuralClasses,
  communityTypes,
  waterClasses,
  indicatorAggregates,
} from '../enums.ts'

/**
 * Targets of imports and exports, each with its fields. Column mapping, value parsing, export columns and the
 * wizard are derived from this list.
 */

export const targetIds = [
  'districts',
  'streets',
  'communities',
  'grids',
  'stations',
  'centers',
  'premises',
  'parks',
  'roads',
  'waterways',
  'indicators',
  'projects',
  'candidates',
] as const
export type TargetId = (typeof targetIds)[number]

export type FieldType =
  | { kind: 'text'; limit: number }
  /** Code of a unit or grid, which spreadsheets tend to corrupt. `lengths`: allowed numbers of digits. */
  | { kind: 'code'; lengths: readonly number[] }
  /** Code of a station, centre, park, project or item: letters, digits and dashes. */
  | { kind: 'word' }
  | { kind: 'count'; most: number }
  | { kind: 'number'; least: number; most: number; decimals: number }
  | { kind: 'day' }
  | { kind: 'truth' }
  /** Allowed values, each with synonyms. */
  | { kind: 'choice'; values: Readonly<Record<string, readonly string[]>> }
  /** Several texts, separated by commas or semicolons. */
  | { kind: 'list' }
  /** A position as text, 'POINT (120.1 33.4)' or '[120.1, 33.4]', in the coordinate system of the file. */
  | { kind: 'place' }
  /** JSON as text, validated by its reader. */
  | { kind: 'json' }

export interface TargetField {
  /** Name of the attribute, and of the column in exports. */
  key: string
  /** Column name in a .dbf: at most ten bytes. */
  short: string
  zh: string
  en: string
  type: FieldType
  /** Other column names, compared without case, blanks and punctuation. */
  synonyms: readonly string[]
  /** A new row without a value is rejected. */
  required?: boolean
  /** Identifies the unit of the row; not stored. */
  helper?: true
  /** Default for a new row without a value; null if absent. */
  fallback?: string | number | boolean
}

export interface Target {
  id: TargetId
  zh: string
  en: string
  /** Map layers that an import changes. */
  layers: readonly LayerId[]
  /** Allowed shapes of a row; none: a table. */
  shapes: readonly ('point' | 'line' | 'area')[]
  fields: readonly TargetField[]
}

const text = (limit: number): FieldType => ({ kind: 'text', limit })
const count: FieldType = { kind: 'count', most: 2_000_000_000 }
const choice = <T extends string>(
  values: readonly T[],
  words: Partial<Record<T, readonly string[]>> = {},
): FieldType => ({
  kind: 'choice',
  values: Object.fromEntries(values.map((value) => [value, words[value] ?? []])),
})

const nameOf = (synonyms: readonly string[]): TargetField => ({
  key: 'name',
  short: 'NAME',
  zh: '名称',
  en: 'Name',
  type: text(200),
  synonyms: [...synonyms, 'mc', 'xzqmc', 'title', 'label', '名字', '全称'],
  required: true,
})
const nameEn: TargetField = {
  key: 'nameEn',
  short: 'NAME_EN',
  zh: '英文名',
  en: 'English name',
  type: text(200),
  synonyms: ['enname', 'english', '英文名称', '英文'],
}
const validFrom: TargetField = {
  key: 'validFrom',
  short: 'VALIDFROM',
  zh: '生效日期',
  en: 'Valid from',
  type: { kind: 'day' },
  synonyms: ['from', 'since', '设立日期', '启用日期', '启用时间'],
}
const aliasCodes: TargetField = {
  key: 'aliasCodes',
  short: 'ALIASES',
  zh: '别名代码',
  en: 'Other codes',
  type: { kind: 'json' },
  synonyms: [],
}
const community: TargetField = {
  key: 'communityCode',
  short: 'COMMUNITY',
  zh: '社区代码',
  en: 'Community code',
  type: { kind: 'code', lengths: [12] },
  synonyms: [
    'sqdm',
    'sqbm',
    'cjdm',
    'cundm',
    '所属社区代码',
    '村社区代码',
    '村居代码',
    'communityid',
    'community',
    '社区编码',
  ],
}
const communityName: TargetField = {
  key: 'communityName',
  short: 'COMMNAME',
  zh: '社区名称',
  en: 'Community',
  type: text(200),
  synonyms: ['社区', '所属社区', '村居', '村社区', '所属村居', 'sqmc', 'cjmc', '村(居)', '社区村'],
  helper: true,
}
const streetName: TargetField = {
  key: 'streetName',
  short: 'STREETNAME',
  zh: '街道名称',
  en: 'Street',
  type: text(200),
  synonyms: ['街道', '所属街道', '乡镇', '镇街', '镇(街道)', '乡镇街道', 'jdmc', 'xzmc', 'zjmc'],
  helper: true,
}
const districtName: TargetField = {
  key: 'districtName',
  short: 'DISTNAME',
  zh: '区县名称',
  en: 'District',
  type: text(200),
  synonyms: ['区县', '所属区县', '县区', '区', '县(市、区)', 'qxmc', 'xqmc'],
  helper: true,
}

const unitKindWords = {
  county: ['县'],
  county_city: ['县级市'],
  city_district: ['区', '市辖区'],
  managing_zone: ['管理区', '功能区', '开发区', '高新区'],
  street: ['街道', '街道办事处'],
  town: ['镇'],
  township: ['乡'],
  park_unit: ['园区', '农场', '场'],
  community: ['社区', '居委会', '社区居委会'],
  village: ['村', '村委会', '行政村'],
} as const

const unitFields = (
  level: 'district' | 'street' | 'community',
  digits: number,
  names: { code: readonly string[]; name: readonly string[] },
): TargetField[] => [
  {
    key: 'code',
    short: 'CODE',
    zh: '代码',
    en: 'Code',
    type: { kind: 'code', lengths: [digits] },
    synonyms: [
      ...names.code,
      'adcode',
      'xzqdm',
      'xzqhdm',
      'xzqhbm',
      'qhdm',
      'dm',
      'bm',
      'pac',
      'gb',
      '区划代码',
      '行政区划代码',
      '统计用区划代码',
      '区划编码',
      '编码',
      '编号',
    ],
  },
  nameOf(names.name),
  nameEn,
  {
    key: 'kind',
    short: 'KIND',
    zh: '类型',
    en: 'Kind',
    type: choice(unitKinds, unitKindWords),
    synonyms: ['类别', '单位类型', 'lx', 'lb'],
  },
  {
    key: 'legalParentCode',
    short: 'PARENT',
    zh: '上级代码',
    en: 'Code of the unit above',
    type: { kind: 'code', lengths: [6, 9] },
    synonyms: [
      'parent',
      'parentcode',
      'sjdm',
      '上级区划代码',
      '所属街道代码',
      '街道代码',
      '所属区县代码',
      '区县代码',
      'jddm',
      'qxdm',
    ],
  },
  {
    key: 'managingParentCode',
    short: 'MANAGEDBY',
    zh: '管理单位代码',
    en: 'Code of the managing unit',
    type: { kind: 'code', lengths: [6, 9] },
    synonyms: ['managing', '代管单位代码'],
  },
  ...(level === 'community' ? [streetName] : []),
  ...(level === 'district' ? [] : [districtName]),
  ...(level === 'community'
    ? [
        {
          key: 'urbanRuralClass',
          short: 'URCLASS',
          zh: '城乡分类',
          en: 'Urban–rural class',
          type: choice(urbanRuralClasses),
          synonyms: ['城乡分类代码', '城乡属性', 'cxfl', 'cxfldm'],
        } satisfies TargetField,
        {
          key: 'type',
          short: 'TYPE',
          zh: '社区类型',
          en: 'Type of community',
          type: choice(communityTypes, {
            ordinary: ['普通社区', '普通', '城市社区'],
            converted: ['村改社区', '村改居', '涉农社区'],
            new: ['新建社区', '新建'],
            village: ['村', '行政村'],
            park: ['园区', '园区社区'],
          }),
          synonyms: ['sqlx', '类型分类'],
        } satisfies TargetField,
        {
          key: 'types',
          short: 'TYPES',
          zh: '社区类型沿革',
          en: 'Types by date',
          type: { kind: 'json' },
          synonyms: [],
        } satisfies TargetField,
      ]
    : []),
  {
    key: 'urbanScope',
    short: 'URBAN',
    zh: '计入城市范围',
    en: 'In the urban scope',
    type: { kind: 'truth' },
    synonyms: ['城市', '是否城市', '主城区'],
    fallback: false,
  },
  {
    key: 'seat',
    short: 'SEAT',
    zh: '驻地',
    en: 'Seat',
    type: { kind: 'place' },
    synonyms: ['center', '中心点'],
  },
  aliasCodes,
  validFrom,
]

const gridFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '网格代码',
    en: 'Grid code',
    type: { kind: 'code', lengths: [15] },
    synonyms: [
      'wgdm',
      'wgbm',
      'wgbh',
      '网格编码',
      '网格编号',
      'gridcode',
      'gridid',
      '代码',
      '编码',
      '编号',
      'dm',
      'bm',
    ],
  },
  nameOf(['wgmc', '网格名称', '网格名', '网格', 'gridname']),
  {
    key: 'kind',
    short: 'KIND',
    zh: '网格类型',
    en: 'Kind',
    type: choice(gridKinds, {
      comprehensive: ['综合', '综合网格', '基础网格', '普通'],
      dedicated: ['专属', '专属网格', '专属网格单元'],
      micro: ['微', '微网格'],
      residential: ['居民', '居民网格'],
      economic: ['经济', '经济网格'],
    }),
    synonyms: ['wglx', 'wglb', '类型', '类别', 'type'],
    fallback: 'comprehensive',
  },
  community,
  communityName,
  streetName,
  districtName,
  {
    key: 'households',
    short: 'HOUSEHOLDS',
    zh: '户数',
    en: 'Households',
    type: count,
    synonyms: ['总户数', '常住户数', 'hs', 'hushu', 'zhs', '居民户数'],
    fallback: 0,
  },
  {
    key: 'residents',
    short: 'RESIDENTS',
    zh: '常住人口',
    en: 'Residents',
    type: count,
    synonyms: ['人口', '人口数', '总人口', '常住人口数', '居民数', '人数', 'rk', 'rks', 'population', 'pop'],
    fallback: 0,
  },
  {
    key: 'members',
    short: 'MEMBERS',
    zh: '党员数',
    en: 'Members',
    type: count,
    synonyms: ['党员', '党员人数', 'dys'],
    fallback: 0,
  },
  {
    key: 'fullTimeWorkers',
    short: 'FULLTIME',
    zh: '专职网格员',
    en: 'Full-time grid workers',
    type: count,
    synonyms: ['专职网格员数', '网格员数', '网格员', '专职', 'zzwgy'],
    fallback: 0,
  },
  {
    key: 'partTimeWorkers',
    short: 'PARTTIME',
    zh: '兼职网格员',
    en: 'Part-time grid workers',
    type: count,
    synonyms: ['兼职网格员数', '兼职', 'jzwgy'],
    fallback: 0,
  },
  {
    key: 'branchSince',
    short: 'BRANCH',
    zh: '网格党支部成立日期',
    en: 'Branch since',
    type: { kind: 'day' },
    synonyms: ['党支部成立日期', '支部成立日期', '支部成立时间', '网格党支部'],
  },
  {
    key: 'buildingGroups',
    short: 'BLDGROUPS',
    zh: '楼栋党小组',
    en: 'Building groups',
    type: count,
    synonyms: ['党小组', '楼栋党小组数', '党小组数'],
    fallback: 0,
  },
  {
    key: 'householdHubs',
    short: 'HUBS',
    zh: '党员中心户',
    en: 'Household hubs',
    type: count,
    synonyms: ['中心户', '党员中心户数'],
    fallback: 0,
  },
  aliasCodes,
  validFrom,
]

const premisesFields = (names: { code: readonly string[]; name: readonly string[] }): TargetField[] => [
  {
    key: 'code',
    short: 'CODE',
    zh: '编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: [...names.code, '代码', '编码', 'bh', 'bm', 'id'],
  },
  nameOf(names.name),
  community,
  communityName,
  streetName,
  {
    key: 'level',
    short: 'LEVEL',
    zh: '级别',
    en: 'Level',
    type: choice(premisesLevels, {
      city: ['市', '市级'],
      county: ['县', '区', '县级', '区级', '区县级'],
      street: ['街道', '镇', '街道级', '镇级', '镇街级'],
      community: ['社区', '社区级'],
      village: ['村', '村级'],
    }),
    synonyms: ['层级', '等级', 'jb'],
    fallback: 'community',
  },
  {
    key: 'status',
    short: 'STATUS',
    zh: '状态',
    en: 'Status',
    type: choice(premisesStatuses, {
      planned: ['规划', '拟建', '规划中'],
      building: ['在建', '建设中'],
      open: ['开放', '已开放', '建成', '启用', '使用中', '运行'],
      closed: ['关闭', '停用', '撤销'],
    }),
    synonyms: ['建设状态', '使用状态', 'zt'],
    fallback: 'open',
  },
  {
    key: 'openedOn',
    short: 'OPENEDON',
    zh: '启用日期',
    en: 'Opened on',
    type: { kind: 'day' },
    synonyms: ['开放日期', '建成日期', '成立日期', '启用时间', '建成时间'],
  },
  {
    key: 'areaM2',
    short: 'AREA_M2',
    zh: '面积(平方米)',
    en: 'Area (m²)',
    type: { kind: 'number', least: 0, most: 9_999_999, decimals: 1 },
    synonyms: ['面积', '建筑面积', 'area', 'mj', '使用面积'],
  },
  {
    key: 'tenure',
    short: 'TENURE',
    zh: '权属',
    en: 'Tenure',
    type: choice(tenures, {
      owned: ['自有', '产权', '自建'],
      rented: ['租用', '租赁', '租借'],
      borrowed: ['借用'],
    }),
    synonyms: ['产权', '产权性质', '使用性质'],
  },
  {
    key: 'functions',
    short: 'FUNCTIONS',
    zh: '功能',
    en: 'Functions',
    type: { kind: 'list' },
    synonyms: ['服务功能', '功能室', '服务项目'],
  },
  {
    key: 'openingHours',
    short: 'HOURS',
    zh: '开放时间',
    en: 'Opening hours',
    type: text(200),
    synonyms: ['服务时间', '时间'],
  },
  {
    key: 'capacityHouseholds',
    short: 'CAPACITY',
    zh: '可服务户数',
    en: 'Households it can serve',
    type: count,
    synonyms: ['服务户数', '覆盖户数', '容量'],
  },
  {
    key: 'dutyPhone',
    short: 'PHONE',
    zh: '值班电话',
    en: 'Duty telephone',
    type: text(60),
    synonyms: ['电话', '联系电话', '服务电话', 'dh', 'tel', 'phone'],
  },
  {
    key: 'surveyedOn',
    short: 'SURVEYEDON',
    zh: '核查日期',
    en: 'Surveyed on',
    type: { kind: 'day' },
    synonyms: ['调查日期', '更新日期'],
  },
  validFrom,
]

const parkFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: ['代码', '编码', '园区编号', '园区代码', 'id'],
  },
  nameOf(['园区名称', '园区', 'yqmc']),
  {
    key: 'kind',
    short: 'KIND',
    zh: '类型',
    en: 'Kind',
    type: choice(parkKinds, {
      industrial: ['工业', '工业园区', '产业园'],
      science: ['科技', '科创', '高新', '科技园'],
      economic: ['经济', '经济开发区', '开发区'],
    }),
    synonyms: ['园区类型', '类别'],
    fallback: 'industrial',
  },
  {
    key: 'level',
    short: 'LEVEL',
    zh: '级别',
    en: 'Level',
    type: choice(parkLevels, {
      national: ['国家级', '国家'],
      provincial: ['省级', '省'],
      city: ['市级', '市'],
      county: ['县级', '区级', '县', '区县级'],
      town: ['镇级', '乡镇级', '镇'],
    }),
    synonyms: ['园区级别', '等级'],
    fallback: 'county',
  },
  community,
  communityName,
  streetName,
  {
    key: 'organisation',
    short: 'ORGANISED',
    zh: '党组织',
    en: 'Organisation',
    type: choice(organisations, {
      own: ['单独组建', '单建', '有'],
      joint: ['联合组建', '联建'],
      none: ['未组建', '无', '没有'],
    }),
    synonyms: ['组织覆盖', '党组织情况', '组建方式'],
    fallback: 'none',
  },
  {
    key: 'organisationSince',
    short: 'ORGSINCE',
    zh: '组织成立日期',
    en: 'Organisation since',
    type: { kind: 'day' },
    synonyms: ['党组织成立日期', '成立日期'],
  },
  {
    key: 'liaisonSince',
    short: 'LIAISON',
    zh: '派驻联络员日期',
    en: 'Liaison since',
    type: { kind: 'day' },
    synonyms: ['联络员派驻日期', '工作覆盖日期'],
  },
  {
    key: 'enterprises',
    short: 'ENTERPRISE',
    zh: '企业数',
    en: 'Enterprises',
    type: count,
    synonyms: ['企业', '企业数量'],
    fallback: 0,
  },
  {
    key: 'employees',
    short: 'EMPLOYEES',
    zh: '职工数',
    en: 'Employees',
    type: count,
    synonyms: ['职工', '从业人员', '员工数', '从业人数'],
    fallback: 0,
  },
  {
    key: 'members',
    short: 'MEMBERS',
    zh: '党员数',
    en: 'Members',
    type: count,
    synonyms: ['党员', '党员人数'],
    fallback: 0,
  },
  validFrom,
]

const lineName: TargetField = {
  key: 'name',
  short: 'NAME',
  zh: '名称',
  en: 'Name',
  type: text(200),
  synonyms: ['mc', '道路名称', '河流名称', '路名', '河名'],
}

const roadFields: TargetField[] = [
  {
    key: 'class',
    short: 'CLASS',
    zh: '等级',
    en: 'Class',
    type: choice(roadClasses, {
      motorway: ['高速', '高速公路', 'motorwaylink'],
      trunk: ['快速路', '国道', 'trunklink'],
      primary: ['主干路', '主干道', '省道', 'primarylink'],
      secondary: ['次干路', '次干道', '县道', 'secondarylink', 'tertiary', 'tertiarylink'],
      street: ['支路', '街道', '乡道', 'residential', 'unclassified', 'livingstreet', 'service'],
      lane: ['小路', '巷', '村道', 'track', 'path', 'footway', 'pedestrian', 'cycleway', 'steps'],
    }),
    synonyms: ['道路等级', '类型', 'fclass', 'highway', 'type', 'dldj'],
    fallback: 'street',
  },
  lineName,
  {
    key: 'bridge',
    short: 'BRIDGE',
    zh: '桥',
    en: 'Bridge',
    type: { kind: 'truth' },
    synonyms: ['桥梁', '是否桥梁'],
    fallback: false,
  },
  {
    key: 'walkable',
    short: 'WALKABLE',
    zh: '可步行',
    en: 'Walkable',
    type: { kind: 'truth' },
    synonyms: ['步行', '可否步行'],
    fallback: true,
  },
]

const waterwayFields: TargetField[] = [
  {
    key: 'class',
    short: 'CLASS',
    zh: '类型',
    en: 'Class',
    type: choice(waterClasses, {
      sea: ['海', '海域'],
      lake: ['湖', '湖泊', '水库', '塘', 'water', 'reservoir', 'pond'],
      river: ['河', '河流', '江'],
      canal: ['运河', '渠', '干渠', '灌河'],
      ditch: ['沟', '排水沟', 'drain', 'stream'],
    }),
    synonyms: ['水系类型', 'fclass', 'waterway', 'type', 'natural'],
    fallback: 'river',
  },
  lineName,
  {
    key: 'barrier',
    short: 'BARRIER',
    zh: '阻隔步行',
    en: 'Stops walkers',
    type: { kind: 'truth' },
    synonyms: ['阻隔'],
    fallback: true,
  },
]

const indicatorFields: TargetField[] = [
  { ...community, required: false },
  communityName,
  {
    key: 'year',
    short: 'YEAR',
    zh: '年份',
    en: 'Year',
    type: { kind: 'number', least: 1949, most: 2200, decimals: 0 },
    synonyms: ['年度', '年', 'nf'],
    required: true,
  },
  {
    key: 'indicatorCode',
    short: 'INDICATOR',
    zh: '指标代码',
    en: 'Item code',
    type: { kind: 'word' },
    synonyms: ['指标编号', '指标编码'],
  },
  {
    key: 'indicatorName',
    short: 'ITEMNAME',
    zh: '指标名称',
    en: 'Item',
    type: text(200),
    synonyms: ['指标', '项目', '指标项'],
  },
  {
    key: 'value',
    short: 'VALUE',
    zh: '数值',
    en: 'Value',
    type: { kind: 'number', least: -1e15, most: 1e15, decimals: 15 },
    synonyms: ['值', '指标值', '数据'],
    required: true,
  },
  {
    key: 'category',
    short: 'CATEGORY',
    zh: '类别号',
    en: 'Category',
    type: { kind: 'number', least: 1, most: 99, decimals: 0 },
    synonyms: ['类号'],
  },
  {
    key: 'categoryName',
    short: 'CATNAME',
    zh: '类别',
    en: 'Category name',
    type: text(200),
    synonyms: ['类别名称', '分类'],
  },
  {
    key: 'categoryNameEn',
    short: 'CATNAME_EN',
    zh: '类别英文名',
    en: 'Category name in English',
    type: text(200),
    synonyms: [],
  },
  {
    key: 'indicatorNameEn',
    short: 'ITEM_EN',
    zh: '指标英文名',
    en: 'Item in English',
    type: text(200),
    synonyms: [],
  },
  { key: 'unit', short: 'UNIT', zh: '单位', en: 'Unit', type: text(40), synonyms: ['计量单位'] },
  { key: 'unitEn', short: 'UNIT_EN', zh: '单位英文', en: 'Unit in English', type: text(40), synonyms: [] },
  {
    key: 'aggregate',
    short: 'AGGREGATE',
    zh: '汇总方式',
    en: 'Aggregation',
    type: choice(indicatorAggregates, { sum: ['求和', '合计'], mean: ['平均'], share: ['比例', '占比'] }),
    synonyms: [],
  },
]

const projectFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '项目编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: ['编号', '编码', '代码', '项目代码', 'id'],
  },
  nameOf(['项目名称', '项目']),
  community,
  communityName,
  {
    key: 'list',
    short: 'LIST',
    zh: '清单',
    en: 'List',
    type: choice(projectLists, {
      resource: ['资源清单', '资源'],
      need: ['需求清单', '需求'],
      project: ['项目清单', '项目'],
    }),
    synonyms: ['清单类型'],
    fallback: 'project',
  },
  {
    key: 'year',
    short: 'YEAR',
    zh: '年度',
    en: 'Year',
    type: { kind: 'number', least: 1949, most: 2200, decimals: 0 },
    synonyms: ['年份', '年'],
    required: true,
  },
  {
    key: 'status',
    short: 'STATUS',
    zh: '状态',
    en: 'Status',
    type: choice(projectStatuses, {
      proposed: ['申报', '拟立项', '已申报'],
      running: ['进行中', '实施中', '在建'],
      finished: ['完成', '已完成', '办结'],
    }),
    synonyms: ['项目状态', '进度'],
    fallback: 'proposed',
  },
  {
    key: 'costYuan',
    short: 'COST_YUAN',
    zh: '资金(元)',
    en: 'Cost (yuan)',
    type: { kind: 'count', most: 1e15 },
    synonyms: ['资金', '经费', '金额', '投入资金', '预算'],
    fallback: 0,
  },
  {
    key: 'beneficiaries',
    short: 'BENEFIT',
    zh: '受益人数',
    en: 'Beneficiaries',
    type: count,
    synonyms: ['受益人', '服务人数'],
    fallback: 0,
  },
]

const candidateFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: ['候选点编号', '代码', '编码', 'bh', 'id'],
  },
  nameOf(['候选点名称', '候选点', '地点', '点位名称']),
  {
    key: 'list',
    short: 'LIST',
    zh: '候选清单',
    en: 'List',
    type: text(60),
    synonyms: ['清单', '清单名称', '批次', '来源清单'],
    fallback: '',
  },
  community,
  communityName,
  streetName,
  {
    key: 'capacityHouseholds',
    short: 'CAPACITY',
    zh: '可服务户数',
    en: 'Households it could serve',
    type: count,
    synonyms: ['服务户数', '容量'],
  },
  {
    key: 'areaM2',
    short: 'AREA_M2',
    zh: '面积(平方米)',
    en: 'Area (m²)',
    type: { kind: 'number', least: 0, most: 9_999_999, decimals: 1 },
    synonyms: ['面积', '建筑面积', '可用面积', 'area', 'mj'],
  },
  {
    key: 'note',
    short: 'NOTE',
    zh: '说明',
    en: 'Note',
    type: text(500),
    synonyms: ['备注', '现状', 'bz', 'remark'],
  },
  validFrom,
]

export const TARGETS: Readonly<Record<TargetId, Target>> = {
  districts: {
    id: 'districts',
    zh: '区县',
    en: 'Districts',
    layers: ['districts'],
    shapes: ['area'],
    fields: unitFields('district', 6, { code: ['qxdm', '区县代码'], name: ['qxmc', '区县名称', '区县'] }),
  },
  streets: {
    id: 'streets',
    zh: '街道 / 镇',
    en: 'Streets and towns',
    layers: ['streets'],
    shapes: ['area'],
    fields: unitFields('street', 9, {
      code: ['jddm', '街道代码', '乡镇代码'],
      name: ['jdmc', '街道名称', '乡镇名称', '街道', '乡镇'],
    }),
  },
  communities: {
    id: 'communities',
    zh: '社区 / 村',
    en: 'Communities and villages',
    layers: ['communities'],
    shapes: ['area'],
    fields: unitFields('community', 12, {
      code: ['sqdm', 'cjdm', '社区代码', '村代码', '村居代码'],
      name: ['sqmc', 'cjmc', '社区名称', '村名', '社区', '村居'],
    }),
  },
  grids: { id: 'grids', zh: '网格', en: 'Grids', layers: ['grids'], shapes: ['area'], fields: gridFields },
  stations: {
    id: 'stations',
    zh: '党员服务站',
    en: 'Stations',
    layers: ['stations'],
    shapes: ['point'],
    fields: premisesFields({ code: ['服务站编号', 'zdbh'], name: ['服务站名称', '站点名称', '服务站'] }),
  },
  centers: {
    id: 'centers',
    zh: '红堡',
    en: 'Red fortress centres',
    layers: ['centers'],
    shapes: ['point'],
    fields: premisesFields({ code: ['红堡编号', '中心编号'], name: ['红堡名称', '中心名称', '红堡'] }),
  },
  premises: {
    id: 'premises',
    zh: '社区阵地',
    en: 'Community premises',
    layers: [],
    shapes: ['point'],
    fields: premisesFields({ code: ['阵地编号'], name: ['阵地名称'] }),
  },
  parks: { id: 'parks', zh: '园区', en: 'Parks', layers: ['parks'], shapes: ['area'], fields: parkFields },
  roads: { id: 'roads', zh: '道路', en: 'Roads', layers: ['roads'], shapes: ['line'], fields: roadFields },
  waterways: {
    id: 'waterways',
    zh: '水系',
    en: 'Waterways',
    layers: ['water'],
    shapes: ['line', 'area'],
    fields: waterwayFields,
  },
  indicators: {
    id: 'indicators',
    zh: '社区数据指标',
    en: 'Community data',
    layers: [],
    shapes: [],
    fields: indicatorFields,
  },
  projects: {
    id: 'projects',
    zh: '服务项目',
    en: 'Service projects',
    layers: [],
    shapes: [],
    fields: projectFields,
  },
  candidates: {
    id: 'candidates',
    zh: '选址候选点',
    en: 'Siting candidates',
    layers: [],
    shapes: ['point'],
    fields: candidateFields,
  },
}

/** Whether the text is the id of a target. */
export function isTargetId(id: string): id is TargetId {
  return Object.hasOwn(TARGETS, id)
}
