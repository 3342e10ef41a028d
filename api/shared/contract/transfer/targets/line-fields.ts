import { roadClasses, waterClasses } from '../../enums.ts'
import type { LocalizedText } from '../localized-text.ts'
import type { TargetField } from '../target.ts'
import { text, choice } from './common-fields.ts'

const lineName = (example: LocalizedText): TargetField => ({
  key: 'name',
  short: 'NAME',
  zh: '名称',
  en: 'Name',
  type: text(200),
  synonyms: ['mc', '道路名称', '河流名称', '路名', '河名'],
  example,
})

/** Values of the tag bridge in OpenStreetMap, beside yes and no. */
const BRIDGE_KINDS = [
  'viaduct',
  'aqueduct',
  'boardwalk',
  'cantilever',
  'covered',
  'lowwatercrossing',
  'movable',
  'simplebrunnel',
  'trestle',
  '高架',
  '高架桥',
]

/** Values of the tag tunnel, beside yes and no. A culvert leads water. */
const TUNNEL_KINDS = [
  'buildingpassage',
  'avalancheprotector',
  'covered',
  'passage',
  'underpass',
  '地下通道',
  '下穿',
]

export const roadFields: TargetField[] = [
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
  lineName({ zh: '青年路', en: 'Qingnian Road' }),
  {
    key: 'bridge',
    short: 'BRIDGE',
    zh: '桥',
    en: 'Bridge',
    type: { kind: 'truth', yes: BRIDGE_KINDS },
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
  // tags of OpenStreetMap that decide where no column says it: what crosses what, and about walking
  {
    key: 'tunnel',
    short: 'TUNNEL',
    zh: '隧道',
    en: 'Tunnel',
    type: { kind: 'truth', yes: TUNNEL_KINDS },
    synonyms: ['地道', '是否隧道'],
    helper: true,
  },
  {
    key: 'layer',
    short: 'LAYER',
    zh: '层(layer)',
    en: 'Tag layer',
    // desktop programs call a column with the name of a file like this as well
    type: text(200),
    synonyms: [],
    helper: true,
    tag: true,
  },
  {
    key: 'foot',
    short: 'FOOT',
    zh: '行人(foot)',
    en: 'Tag foot',
    type: text(60),
    synonyms: [],
    helper: true,
    tag: true,
  },
  {
    key: 'access',
    short: 'ACCESS',
    zh: '通行(access)',
    en: 'Tag access',
    type: text(60),
    synonyms: [],
    helper: true,
    tag: true,
  },
  {
    key: 'sidewalk',
    short: 'SIDEWALK',
    zh: '人行道',
    en: 'Tag sidewalk',
    type: text(60),
    synonyms: [],
    helper: true,
    tag: true,
  },
]

export const waterwayFields: TargetField[] = [
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
  lineName({ zh: '青年河', en: 'Qingnian River' }),
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
