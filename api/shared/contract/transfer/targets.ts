import type { Target, TargetId } from './target.ts'
import { buildingFields } from './targets/building-fields.ts'
import { candidateFields } from './targets/candidate-fields.ts'
import { gridFields } from './targets/grid-fields.ts'
import { indicatorFields } from './targets/indicator-fields.ts'
import { roadFields, waterwayFields } from './targets/line-fields.ts'
import { parkFields } from './targets/park-fields.ts'
import { premisesFields } from './targets/premises-fields.ts'
import { projectFields } from './targets/project-fields.ts'
import { unitFields } from './targets/unit-fields.ts'

/** The targets by id. */
export const TARGETS: Readonly<Record<TargetId, Target>> = {
  districts: {
    id: 'districts',
    zh: '区县',
    en: 'Districts',
    layers: ['districts'],
    shapes: ['area'],
    fields: unitFields('district', 6, {
      code: ['qxdm', '区县代码'],
      name: ['qxmc', '区县名称', '区县'],
      example: { zh: '青年区', en: 'Qingnian District' },
    }),
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
      example: { zh: '青年街道', en: 'Qingnian Street' },
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
      example: { zh: '青年社区', en: 'Qingnian Community' },
    }),
  },
  grids: { id: 'grids', zh: '网格', en: 'Grids', layers: ['grids'], shapes: ['area'], fields: gridFields },
  stations: {
    id: 'stations',
    zh: '党员服务站',
    en: 'Stations',
    layers: ['stations'],
    shapes: ['point'],
    fields: premisesFields({
      code: ['服务站编号', 'zdbh'],
      name: ['服务站名称', '站点名称', '服务站'],
      example: { zh: '青年党员服务站', en: 'Qingnian station' },
    }),
  },
  centers: {
    id: 'centers',
    zh: '红堡',
    en: 'Red fortress centres',
    layers: ['centers'],
    shapes: ['point'],
    fields: premisesFields({
      code: ['红堡编号', '中心编号'],
      name: ['红堡名称', '中心名称', '红堡'],
      example: { zh: '青年红堡', en: 'Qingnian centre' },
    }),
  },
  premises: {
    id: 'premises',
    zh: '社区阵地',
    en: 'Community premises',
    layers: [],
    shapes: ['point'],
    fields: premisesFields({
      code: ['阵地编号'],
      name: ['阵地名称'],
      example: { zh: '青年社区阵地', en: 'Qingnian premises' },
    }),
  },
  parks: { id: 'parks', zh: '园区', en: 'Parks', layers: ['parks'], shapes: ['area'], fields: parkFields },
  buildings: {
    id: 'buildings',
    zh: '楼栋',
    en: 'Buildings',
    layers: ['buildings'],
    shapes: ['area', 'point'],
    fields: buildingFields,
  },
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
