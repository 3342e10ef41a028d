import { buildingUses } from '../../enums.ts'
import type { TargetField } from '../target.ts'
import { choice, community, communityName, streetName, text, validFrom } from './common-fields.ts'

/** More households or residents than any building has: a greater number is a slip of the pen. */
const MOST_HOUSEHOLDS = 10_000
const MOST_RESIDENTS = 50_000

const counted = (key: string, short: string, zh: string, en: string, most: number, synonyms: string[]) =>
  ({ key, short, zh, en, type: { kind: 'count', most }, synonyms, fallback: 0 }) satisfies TargetField

/** Fields of buildings. Community and street say where a row should lie; they are compared, and not stored. */
export const buildingFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '楼栋编码',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: [
      '编号',
      '代码',
      '编码',
      '楼栋编号',
      '楼栋代码',
      '建筑编码',
      'ldbm',
      'lddm',
      'bh',
      'bm',
      'id',
      'osm_id',
    ],
  },
  {
    key: 'name',
    short: 'NAME',
    zh: '名称',
    en: 'Name',
    type: text(200),
    synonyms: ['楼栋', '楼栋名称', '楼号', '栋号', '楼名', '建筑名称', 'ldmc', 'mc', 'name'],
  },
  {
    key: 'address',
    short: 'ADDRESS',
    zh: '地址',
    en: 'Address',
    type: text(300),
    synonyms: ['门牌', '门牌号', '门牌地址', '详细地址', '标准地址', 'dz', 'mpdz', 'addr', 'address'],
  },
  {
    key: 'compound',
    short: 'COMPOUND',
    zh: '小区',
    en: 'Compound',
    type: text(200),
    synonyms: ['小区名称', '所属小区', '院落', '自然村', '村民小组', 'xqmc', 'compound', 'estate'],
  },
  {
    key: 'use',
    short: 'USE',
    zh: '用途',
    en: 'Use',
    type: choice(buildingUses, {
      residential: [
        '住宅',
        '居住',
        '居民楼',
        '民房',
        '农房',
        'house',
        'apartments',
        'yes',
        'detached',
        'terrace',
      ],
      dormitory: ['宿舍', '公寓', '集体宿舍'],
      office: ['办公', '写字楼', '办公楼'],
      commercial: ['商业', '商铺', '商场', '市场', 'retail', 'shop', 'supermarket'],
      industrial: ['工业', '厂房', '仓储', '仓库', 'warehouse', 'factory'],
      public: ['公共', '学校', '医院', '公建', 'school', 'hospital', 'university', 'kindergarten', 'civic'],
      mixed: ['混合', '商住', '商住混合', '综合'],
      vacant: ['空置', '闲置', '空关'],
    }),
    synonyms: ['建筑用途', '使用性质', '房屋用途', '类型', '楼栋类型', 'yt', 'building'],
    fallback: 'residential',
  },
  {
    key: 'floors',
    short: 'FLOORS',
    zh: '层数',
    en: 'Floors',
    type: { kind: 'number', least: 1, most: 200, decimals: 0 },
    synonyms: ['楼层', '楼层数', '地上层数', '总层数', 'cs', 'levels', 'building:levels'],
  },
  counted('households', 'HOUSEHOLDS', '户数', 'Households', MOST_HOUSEHOLDS, [
    '住户数',
    '总户数',
    '居民户数',
    'hs',
  ]),
  counted('residents', 'RESIDENTS', '常住人口', 'Residents', MOST_RESIDENTS, [
    '人口',
    '人数',
    '居民数',
    'rs',
    'rk',
  ]),
  counted('members', 'MEMBERS', '党员数', 'Members', MOST_RESIDENTS, ['党员', '党员人数', 'dys']),
  counted('buildingGroups', 'GROUPS', '楼栋党小组', 'Building groups', 1000, ['党小组', '党小组数']),
  counted('householdHubs', 'HUBS', '党员中心户', 'Household hubs', 1000, ['中心户', '中心户数']),
  {
    key: 'completedOn',
    short: 'COMPLETED',
    zh: '建成日期',
    en: 'Completed on',
    type: { kind: 'day' },
    synonyms: ['竣工日期', '建成时间', '竣工时间', '建成年份'],
  },
  {
    key: 'demolishedOn',
    short: 'DEMOLISHED',
    zh: '拆除日期',
    en: 'Demolished on',
    type: { kind: 'day' },
    synonyms: ['拆除时间'],
  },
  {
    key: 'source',
    short: 'SOURCE',
    zh: '来源',
    en: 'Source',
    type: text(200),
    synonyms: ['数据来源', '来源单位', 'ly'],
  },
  {
    key: 'surveyedOn',
    short: 'SURVEYEDON',
    zh: '核查日期',
    en: 'Surveyed on',
    type: { kind: 'day' },
    synonyms: ['调查日期', '普查日期', '更新日期'],
  },
  { ...community, helper: true },
  communityName,
  streetName,
  validFrom,
]
