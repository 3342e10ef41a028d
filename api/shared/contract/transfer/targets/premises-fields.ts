import { premisesLevels, premisesStatuses, tenures } from '../../enums.ts'
import type { LocalizedText } from '../localized-text.ts'
import type { TargetField } from '../target.ts'
import {
  text,
  count,
  choice,
  nameField,
  validFrom,
  community,
  communityName,
  streetName,
} from './common-fields.ts'

/** Fields of stations, centres and community premises; `names` are the column names of code and name. */
export const premisesFields = (names: {
  code: readonly string[]
  name: readonly string[]
  example: LocalizedText
}): TargetField[] => [
  {
    key: 'code',
    short: 'CODE',
    zh: '编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: [...names.code, '代码', '编码', 'bh', 'bm', 'id'],
    example: 'S-001',
  },
  nameField(names.name, names.example),
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
    example: { zh: '议事；阅览', en: 'meetings; reading' },
  },
  {
    key: 'openingHours',
    short: 'HOURS',
    zh: '开放时间',
    en: 'Opening hours',
    type: text(200),
    synonyms: ['服务时间', '时间'],
    example: '9:00-18:00',
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
    example: '0515-12345678',
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
