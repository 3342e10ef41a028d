import { projectLists, projectStatuses } from '../../enums.ts'
import type { TargetField } from '../target.ts'
import { count, choice, nameField, community, communityName } from './common-fields.ts'

export const projectFields: TargetField[] = [
  {
    key: 'code',
    short: 'CODE',
    zh: '项目编号',
    en: 'Code',
    type: { kind: 'word' },
    synonyms: ['编号', '编码', '代码', '项目代码', 'id'],
    example: 'J-0001',
  },
  nameField(['项目名称', '项目'], { zh: '老年食堂', en: 'Canteen for the elderly' }),
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
