/** Invented from the building blocks that real places of this coast use; none is meant to be a particular place. */

/** For communities in town. */
export const townNamePrefixes = [
  ...'东西南北新金银紫翠锦康福瑞安文学龙凤盐海湖城华兴和泰永长民景怡雅宜春荷兰桂梅松柏清玉云星月朝宏鸿嘉佳惠仁义德信博',
]
export const townNameSuffixes = [...'园苑城桥湖河港湾亭林源洲居里盛康阳庭洋庄舍坊溪泉']
/** Names with a history of their own, used once in a street each. */
export const townNames = words(`
  迎宾 建军 解放 青年 毓龙 健康 黄海 大庆 人民 文港 双元 东亭 西亭
  南苑 北苑 鹤鸣 串场 登瀛 儒学 先锋 剧场 水产 纯化 向阳 曙阳 东进
  新民 民生 光荣 盐马 范公 招商 海纯 天山 华山 泰山 黄山 世纪 府东
  府西 学海
`)

/** For villages: family names and plain words first … */
export const villageNamePrefixes = [
  ...'张王李陈刘杨吴周孙徐朱马胡高林何梁宋唐许邓冯曹曾彭潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅',
  ...'钟姜谭范汪陆金石戴贾夏邱方侯邹熊孟秦白江薛段雷史龙陶贺顾毛郝邵万钱严',
]
export const plainVillageNamePrefixes = [...'大小新东西南北中前后上下三双五七八九头']
/** … and last what the land gives: water country, the old salt pans, and between. */
export const wetlandNameSuffixes = [...'庄舍荡垛沟湾港桥圩泽塘渡溪口']
export const saltPanNameSuffixes = [...'灶团滩墩圩仓港洋总堤闸荡']
export const plainVillageNameSuffixes = [...'庄墩桥灶沟集楼窑巷舍场堆河']
/** The words of the fifties and sixties, which every town has a few of. */
export const midCenturyNames = words(`
  新民 胜利 红旗 友谊 东方 长征 光明 建设 幸福 丰收 永丰 民主 利民
  联合 团结 前进 同心 复兴 振兴 兴盛 永兴 新丰 富民 裕民 群英 向阳
  朝阳 勤丰 新生 和平 双喜 曙光 红星 东风 新建 新光 新华 庆丰 福民
  益民 安乐 太平 永安 仁和 兴隆 长兴 新胜 大同
`)

/** For communities in park units. */
export const parkCommunityNames = words(`
  科技 创业 兴业 港城 工人 高新 通达 汇智 智谷 创新 腾飞 星海 滨海
  海港 产城 振业 万顺 开元 联创 润泽
`)
export const farmNumerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九']

/** Streets in town. */
export const roadNamePrefixes = words(`
  人民 解放 建军 青年 健康 大庆 黄海 盐马 迎宾 文港 东进 新民 民生
  胜利 光明 建设 和平 幸福 朝阳 振兴 长兴 永安 太平 开元 创业 科技
  学海 天山 华山 泰山 黄山 世纪 海纯 富民 惠民 康居 锦绣 新都 新洋
  范公 串场 登瀛 双元 通榆 射阳 大丰 东台 阜宁 滨海 响水 建湖 盐都
`)

function words(list: string): string[] {
  return list.trim().split(/\s+/)
}
