import type { NoteOfOrigin, StreetPlan } from '../generate/city-plan.ts'

export const streetsOrigin: NoteOfOrigin = {
  grade: 'B',
  says: 'The 28 streets with their codes, and the park units 320902400, 320902402, 320903403, 320903404, 320904403, 320904404 '
    + 'and 320904405: the statistical code list (P). Names of the 95 towns and of the other park units: general knowledge (B); '
    + 'their codes are serial numbers of the demo, not the statistical ones. Seats: to a few kilometres at best, some shifted '
    + 'so that they fall inside the coarse outline. Zones: which streets a zone manages is background knowledge (B).',
}

const SOUTH_ZONE = '320999', EAST_ZONE = '320971'

const street = (code: string, name: string, pinyin: string, lon: number, lat: number, reach: number, zone?: string): StreetPlan => ({
  code, name: `${name}街道`, nameEn: `${pinyin} Street`, kind: 'street', district: code.startsWith('320971') ? '320902' : code.slice(0, 6),
  seat: [lon, lat], reach, ...(zone ? { zone } : {}),
})

const park = (code: string, name: string, nameEn: string, lon: number, lat: number, reach: number, farm = false): StreetPlan => ({
  code, name, nameEn, kind: 'park_unit', district: code.slice(0, 6), seat: [lon, lat], reach, ...(farm ? { farm } : {}),
})

/** Towns of one district, numbered from 100 in the order given: name, pinyin, seat, and reach where it is not the usual. */
const towns = (district: string, list: readonly (readonly [string, string, number, number, number?])[]): StreetPlan[] =>
  list.map(([name, pinyin, lon, lat, reach = 5], i) => ({
    code: `${district}${100 + i}`, name: `${name}镇`, nameEn: `${pinyin} Town`, kind: 'town', district, seat: [lon, lat], reach,
    ...(district === '320902' && name === '步凤' ? { zone: EAST_ZONE } : {}),
  }))

export const streets: readonly StreetPlan[] = [
  street('320902001', '五星', 'Wuxing', 120.172, 33.404, 1.7),
  street('320902002', '文峰', 'Wenfeng', 120.152, 33.397, 1.2),
  street('320902003', '先锋', 'Xianfeng', 120.134, 33.386, 1.1),
  street('320902004', '毓龙', 'Yulong', 120.128, 33.403, 1.2),
  street('320902007', '新洋', 'Xinyang', 120.12, 33.428, 1.9),
  street('320902008', '大洋', 'Dayang', 120.166, 33.379, 1.3),
  street('320902050', '伍佑', 'Wuyou', 120.25, 33.275, 3.6, SOUTH_ZONE),
  street('320902051', '黄海', 'Huanghai', 120.225, 33.338, 1.7, SOUTH_ZONE),
  street('320902052', '新河', 'Xinhe', 120.236, 33.312, 2, SOUTH_ZONE),
  street('320971001', '新城', 'Xincheng', 120.228, 33.377, 2.4, EAST_ZONE),
  ...towns('320902', [
    ['南洋', 'Nanyang', 120.22, 33.432], ['新兴', 'Xinxing', 120.1, 33.475], ['便仓', 'Biancang', 120.245, 33.205],
    ['步凤', 'Bufeng', 120.325, 33.335], ['盐东', 'Yandong', 120.36, 33.455], ['黄尖', 'Huangjian', 120.52, 33.59],
  ]),
  park('320902400', '亭湖新区', 'Tinghu New Area', 120.16, 33.462, 2.2),
  park('320902401', '亭湖经济开发区', 'Tinghu Economic Development Zone', 120.148, 33.437, 1.8),
  park('320902402', '环保产业园', 'Environmental Protection Industrial Park', 120.3, 33.41, 3),

  street('320903002', '张庄', 'Zhangzhuang', 120.088, 33.367, 1.7),
  street('320903003', '盐龙', 'Yanlong', 120.062, 33.342, 2.4),
  street('320903004', '潘黄', 'Panhuang', 120.096, 33.344, 1.8),
  street('320903012', '盐渎', 'Yandu', 120.13, 33.347, 1.5),
  street('320903050', '新都', 'Xindu', 120.163, 33.333, 1.6, SOUTH_ZONE),
  street('320903051', '科城', 'Kecheng', 120.132, 33.305, 2.2, SOUTH_ZONE),
  ...towns('320903', [
    ['大纵湖', 'Dazonghu', 119.885, 33.185], ['学富', 'Xuefu', 119.9, 33.32], ['龙冈', 'Longgang', 120.015, 33.372, 4],
    ['郭猛', 'Guomeng', 120.055, 33.275], ['大冈', 'Dagang', 120.1, 33.225], ['尚庄', 'Shangzhuang', 119.965, 33.27],
    ['秦南', 'Qinnan', 119.985, 33.2], ['楼王', 'Louwang', 119.78, 33.26],
  ]),
  park('320903401', '盐城高新技术产业开发区', 'Yancheng High-tech Industrial Development Zone', 120.045, 33.318, 2.4),
  park('320903403', '大纵湖旅游度假区', 'Dazong Lake Tourist Resort', 119.79, 33.195, 3.6),
  park('320903404', '台湾农民创业园', 'Taiwan Farmers Pioneer Park', 119.935, 33.235, 2.6),

  street('320904001', '丰华', 'Fenghua', 120.497, 33.19, 2.4),
  street('320904002', '大中', 'Dazhong', 120.452, 33.205, 3.4),
  ...towns('320904', [
    ['草堰', 'Caoyan', 120.35, 33.01], ['白驹', 'Baiju', 120.35, 33.09], ['刘庄', 'Liuzhuang', 120.33, 33.185],
    ['西团', 'Xituan', 120.43, 33.125], ['小海', 'Xiaohai', 120.46, 33.04], ['大桥', 'Daqiao', 120.64, 33.11],
    ['草庙', 'Caomiao', 120.72, 33.09], ['万盈', 'Wanying', 120.56, 33.02], ['南阳', 'Nanyang', 120.57, 33.15],
    ['三龙', 'Sanlong', 120.54, 33.38, 6], ['新丰', 'Xinfeng', 120.46, 33.275],
  ]),
  park('320904403', '大丰经济开发区', 'Dafeng Economic Development Zone', 120.54, 33.225, 3.4),
  park('320904404', '大丰港经济开发区', 'Dafeng Port Economic Development Zone', 120.8, 33.22, 6),
  park('320904405', '大丰常州高新区', 'Dafeng Changzhou High-tech Zone', 120.61, 33.2, 3.6),
  park('320904406', '上海农场', 'Shanghai Farm', 120.66, 33.33, 6, true),
  park('320904407', '大中农场', 'Dazhong Farm', 120.7, 33.17, 5, true),
  park('320904408', '方强农场', 'Fangqiang Farm', 120.63, 33.47, 5.5, true),

  ...towns('320921', [
    ['响水', 'Xiangshui', 119.585, 34.175, 5], ['陈家港', 'Chenjiagang', 119.85, 34.37], ['小尖', 'Xiaojian', 119.68, 34.12],
    ['黄圩', 'Huangwei', 119.61, 34.035], ['大有', 'Dayou', 119.84, 34.235], ['双港', 'Shuanggang', 119.75, 34.245],
    ['南河', 'Nanhe', 119.765, 34.15], ['运河', 'Yunhe', 119.7, 34.055],
  ]),
  park('320921401', '响水经济开发区', 'Xiangshui Economic Development Zone', 119.635, 34.205, 2.6),
  park('320921402', '响水沿海经济开发区', 'Xiangshui Coastal Economic Development Zone', 119.85, 34.455, 3.6),
  park('320921403', '黄海农场', 'Huanghai Farm', 119.96, 34.32, 5, true),
  park('320921404', '灌东盐场', 'Guandong Salt Works', 119.98, 34.42, 5, true),

  street('320922001', '东坎', 'Dongkan', 119.825, 33.992, 2.2),
  street('320922002', '坎南', 'Kannan', 119.835, 33.955, 2.6),
  street('320922003', '坎北', 'Kanbei', 119.84, 34.035, 2.8),
  ...towns('320922', [
    ['五汛', 'Wuxun', 120.06, 34.03], ['蔡桥', 'Caiqiao', 119.945, 33.945], ['正红', 'Zhenghong', 119.945, 34.03],
    ['通榆', 'Tongyu', 119.77, 33.955], ['界牌', 'Jiepai', 119.93, 34.12], ['八巨', 'Baju', 119.9, 33.88],
    ['八滩', 'Batan', 120.06, 34.13], ['滨海港', 'Binhaigang', 120.24, 34.25, 6], ['滨淮', 'Binhuai', 120.1, 34.24, 6],
    ['天场', 'Tianchang', 119.88, 34.075], ['陈涛', 'Chentao', 119.73, 33.985],
  ]),
  park('320922401', '滨海经济开发区', 'Binhai Economic Development Zone', 119.88, 33.99, 2.6),
  park('320922402', '滨海港经济区', 'Binhai Port Economic Zone', 120.29, 34.3, 4),
  park('320922403', '新滩盐场', 'Xintan Salt Works', 120.14, 34.35, 5, true),

  street('320923001', '阜城', 'Fucheng', 119.8, 33.79, 2.4),
  street('320923002', '吴滩', 'Wutan', 119.755, 33.83, 3.4),
  street('320923003', '花园', 'Huayuan', 119.78, 33.76, 2.6),
  street('320923004', '金沙湖', 'Jinshahu', 119.845, 33.755, 3),
  ...towns('320923', [
    ['沟墩', 'Goudun', 119.87, 33.685], ['陈良', 'Chenliang', 119.92, 33.73], ['三灶', 'Sanzao', 119.945, 33.795],
    ['郭墅', 'Guoshu', 119.715, 33.73], ['新沟', 'Xingou', 119.7, 33.67], ['陈集', 'Chenji', 119.695, 33.83],
    ['羊寨', 'Yangzhai', 119.65, 33.88], ['芦蒲', 'Lupu', 119.58, 33.83], ['板湖', 'Banhu', 119.64, 33.755],
    ['东沟', 'Donggou', 119.63, 33.665], ['益林', 'Yilin', 119.56, 33.61], ['公兴', 'Gongxing', 119.535, 33.735],
    ['罗桥', 'Luoqiao', 119.63, 33.54],
  ]),
  park('320923401', '阜宁经济开发区', 'Funing Economic Development Zone', 119.865, 33.782, 2.4),
  park('320923402', '阜宁高新区', 'Funing High-tech Zone', 119.8, 33.715, 2.4),

  ...towns('320924', [
    ['合德', 'Hede', 120.255, 33.775, 5], ['临海', 'Linhai', 120.22, 33.96], ['千秋', 'Qianqiu', 120.17, 33.87],
    ['四明', 'Siming', 120.05, 33.76], ['海河', 'Haihe', 120.1, 33.82], ['海通', 'Haitong', 120.35, 33.86],
    ['兴桥', 'Xingqiao', 120.23, 33.675], ['新坍', 'Xintan', 120.15, 33.735], ['长荡', 'Changdang', 120.12, 33.65],
    ['盘湾', 'Panwan', 120.27, 33.595], ['特庸', 'Teyong', 120.13, 33.57], ['洋马', 'Yangma', 120.38, 33.68],
    ['黄沙港', 'Huangshagang', 120.45, 33.79, 4.5],
  ]),
  park('320924401', '射阳经济开发区', 'Sheyang Economic Development Zone', 120.225, 33.82, 2.6),
  park('320924402', '射阳港经济开发区', 'Sheyang Port Economic Development Zone', 120.465, 33.865, 4),
  park('320924403', '射阳盐场', 'Sheyang Salt Works', 120.54, 33.75, 4.5, true),
  park('320924404', '淮海农场', 'Huaihai Farm', 120.25, 34.04, 4.5, true),
  park('320924405', '临海农场', 'Linhai Farm', 120.36, 34.0, 5, true),
  park('320924406', '新洋农场', 'Xinyang Farm', 120.48, 33.69, 4, true),

  street('320925001', '近湖', 'Jinhu', 119.79, 33.472, 2.4),
  street('320925050', '钟庄', 'Zhongzhuang', 119.835, 33.455, 2.6),
  street('320925051', '塘河', 'Tanghe', 119.77, 33.507, 2.8),
  ...towns('320925', [
    ['建阳', 'Jianyang', 119.72, 33.435], ['九龙口', 'Jiulongkou', 119.635, 33.415], ['恒济', 'Hengji', 119.66, 33.335],
    ['颜单', 'Yandan', 119.74, 33.37], ['沿河', 'Yanhe', 119.81, 33.385], ['芦沟', 'Lugou', 119.895, 33.43],
    ['庆丰', 'Qingfeng', 119.93, 33.48], ['上冈', 'Shanggang', 120.01, 33.55, 6], ['冈西', 'Gangxi', 119.93, 33.55],
    ['宝塔', 'Baota', 119.85, 33.53], ['高作', 'Gaozuo', 119.83, 33.6],
  ]),
  park('320925401', '建湖高新区', 'Jianhu High-tech Zone', 119.855, 33.49, 2.2),

  ...towns('320981', [
    ['溱东', 'Qindong', 120.15, 32.65], ['时堰', 'Shiyan', 120.19, 32.73], ['五烈', 'Wulie', 120.235, 32.9],
    ['梁垛', 'Liangduo', 120.31, 32.785], ['安丰', 'Anfeng', 120.39, 32.75], ['南沈灶', 'Nanshenzao', 120.54, 32.82],
    ['富安', 'Fu\'an', 120.5, 32.7], ['唐洋', 'Tangyang', 120.74, 32.66], ['新街', 'Xinjie', 120.8, 32.72],
    ['许河', 'Xuhe', 120.62, 32.73], ['三仓', 'Sancang', 120.71, 32.79], ['头灶', 'Touzao', 120.46, 32.875],
    ['弶港', 'Jianggang', 120.88, 32.78, 6], ['东台', 'Dongtai', 120.315, 32.85, 4.5],
  ]),
  park('320981401', '东台经济开发区', 'Dongtai Economic Development Zone', 120.335, 32.9, 2.8),
  park('320981402', '东台沿海经济区', 'Dongtai Coastal Economic Zone', 120.92, 32.69, 4.5),
  park('320981403', '弶港农场', 'Jianggang Farm', 120.84, 32.9, 5, true),
]
