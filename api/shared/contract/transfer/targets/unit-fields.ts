import { communityTypes, type UnitKind, unitKinds, urbanRuralClasses } from '../../enums.ts'
import type { LocalizedText } from '../localized-text.ts'
import type { TargetField } from '../target.ts'
import {
  choice,
  nameField,
  nameEn,
  validFrom,
  aliasCodes,
  streetName,
  districtName,
} from './common-fields.ts'

/** Fields of districts, streets and communities; `digits` is the length of their code, `names` their column names. */
export const unitFields = (
  level: 'district' | 'street' | 'community',
  digits: number,
  names: { code: readonly string[]; name: readonly string[]; example: LocalizedText },
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
  nameField(names.name, names.example),
  nameEn,
  {
    key: 'kind',
    short: 'KIND',
    zh: '类型',
    en: 'Kind',
    type: choice(unitKinds, unitKindSynonyms),
    synonyms: ['类别', '单位类型', 'lx', 'lb'],
    offered: KINDS_OF_LEVEL[level],
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
    example: '',
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
          note: {
            zh: '111 主城区、112 城乡结合区、121 镇中心区、122 镇乡结合区、123 特殊区域、210 乡中心区、220 村庄。',
            en: 'Of the statistics office: 111 and 112 city, 121 and 122 town, 123 special area, 210 and 220 country.',
          },
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

const KINDS_OF_LEVEL = {
  district: ['city_district', 'county', 'county_city', 'managing_zone'],
  street: ['street', 'town', 'township', 'park_unit'],
  community: ['community', 'village', 'park_unit'],
} as const satisfies Record<string, readonly UnitKind[]>

const unitKindSynonyms = {
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
