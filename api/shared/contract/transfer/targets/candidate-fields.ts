import type { TargetField } from '../target.ts'
import { text, count, nameField, validFrom, community, communityName, streetName } from './common-fields.ts'

export const candidateFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: ['候选点编号', '代码', '编码', 'bh', 'id', 'osm_id'],
    example: 'H-001',
  },
  nameField(['候选点名称', '候选点', '地点', '点位名称'], { zh: '原供销社', en: 'Former store' }),
  {
    key: 'list',
    short: 'LIST',
    zh: '候选清单',
    en: 'List',
    type: text(60),
    synonyms: ['清单', '清单名称', '批次', '来源清单'],
    fallback: '',
    example: { zh: '2024 年摸排', en: 'Survey of 2024' },
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
    example: { zh: '沿街一层', en: 'Ground floor' },
  },
  validFrom,
]
