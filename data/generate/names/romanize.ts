/** Every character the name pools use, with its reading: names get their English form without a dictionary. */
const TABLE = `
安an 岸an 八ba 坝ba 巴ba 柏bai 白bai 百bai 班ban 邦bang 宝bao 北bei 贝bei 奔ben 碧bi 宾bin 滨bin 丙bing 兵bing 冰bing 博bo 彩cai 仓cang
曹cao 草cao 产chan 场chang 常chang 昌chang 长chang 朝chao 潮chao 车che 晨chen 陈chen 城cheng 成cheng 程cheng 池chi 冲chong 串chuan
川chuan 创chuang 春chun 纯chun 翠cui 村cun 大da 达da 戴dai 丹dan 淡dan 党dang 荡dang 稻dao 道dao 德de 登deng 邓deng 堤di 第di 殿dian
丁ding 定ding 顶ding 东dong 洞dong 董dong 斗dou 窦dou 杜du 渡du 都du 段duan 堆dui 墩dun 垛duo 二er 发fa 帆fan 繁fan 范fan 仿fang
坊fang 放fang 方fang 飞fei 分fen 丰feng 冯feng 凤feng 封feng 烽feng 锋feng 风feng 佛fo 傅fu 复fu 富fu 府fu 福fu 阜fu 冈gang 港gang
高gao 戈ge 葛ge 阁ge 耿geng 公gong 宫gong 工gong 巩gong 沟gou 古gu 谷gu 顾gu 官guan 管guan 光guang 广guang 桂gui 国guo 果guo 郭guo
海hai 汉han 涵han 韩han 杭hang 航hang 郝hao 何he 合he 和he 河he 荷he 贺he 鹤he 恒heng 宏hong 洪hong 红hong 虹hong 鸿hong 侯hou 后hou
护hu 湖hu 胡hu 虎hu 化hua 华hua 花hua 怀huai 槐huai 淮huai 环huan 皇huang 黄huang 会hui 惠hui 慧hui 汇hui 辉hui 火huo 吉ji 姬ji 季ji
技ji 济ji 纪ji 集ji 佳jia 嘉jia 家jia 贾jia 健jian 尖jian 建jian 姜jiang 将jiang 江jiang 蒋jiang 交jiao 教jiao 角jiao 界jie 结jie
节jie 街jie 解jie 进jin 金jin 锦jin 境jing 景jing 静jing 九jiu 剧ju 居ju 炬ju 聚ju 俊jun 军jun 君jun 开kai 坎kan 康kang 科ke 孔kong
口kou 坤kun 昆kun 兰lan 澜lan 蓝lan 郎lang 老lao 乐le 雷lei 丽li 利li 力li 李li 理li 立li 里li 廉lian 联lian 莲lian 连lian 梁liang
良liang 临lin 林lin 灵ling 菱ling 六liu 刘liu 柳liu 流liu 隆long 龙long 娄lou 楼lou 卢lu 芦lu 路lu 陆lu 鹭lu 鹿lu 洛luo 罗luo 骆luo
吕lü 绿lü 马ma 麦mai 满man 毛mao 茂mao 锚mao 梅mei 美mei 孟meng 梦meng 米mi 麋mi 棉mian 庙miao 苗miao 民min 闽min 名ming 明ming 鸣ming
墨mo 牧mu 穆mu 南nan 内nei 能neng 倪ni 埝nian 年nian 宁ning 牛niu 农nong 潘pan 庞pang 彭peng 朋peng 蓬peng 坪ping 平ping 浦pu 蒲pu
七qi 启qi 戚qi 旗qi 汽qi 祁qi 齐qi 前qian 千qian 钱qian 乔qiao 桥qiao 勤qin 秦qin 庆qing 清qing 青qing 秋qiu 邱qiu 区qu 渠qu 泉quan
群qun 人ren 仁ren 任ren 荣rong 融rong 儒ru 瑞rui 润run 三san 桑sang 沙sha 山shan 上shang 商shang 尚shang 邵shao 射she 社she 舍she
设she 沈shen 申shen 升sheng 生sheng 盛sheng 胜sheng 世shi 史shi 实shi 市shi 时shi 湿shi 石shi 守shou 寿shou 收shou 曙shu 树shu
双shuang 水shui 顺shun 四si 思si 宋song 松song 苏su 孙sun 塔ta 台tai 太tai 泰tai 坛tan 滩tan 潭tan 谭tan 唐tang 堂tang 塘tang 桃tao
陶tao 腾teng 藤teng 天tian 田tian 亭ting 庭ting 同tong 彤tong 桐tong 通tong 头tou 团tuan 屯tun 洼wa 万wan 湾wan 望wang 汪wang 王wang
为wei 卫wei 圩wei 渭wei 苇wei 薇wei 魏wei 文wen 温wen 闻wen 翁weng 五wu 伍wu 吴wu 悟wu 武wu 喜xi 希xi 溪xi 西xi 下xia 夏xia 仙xian
先xian 咸xian 贤xian 向xiang 响xiang 巷xiang 相xiang 祥xiang 项xiang 香xiang 孝xiao 小xiao 晓xiao 谢xie 信xin 心xin 新xin 欣xin
馨xin 兴xing 幸xing 星xing 杏xing 行xing 熊xiong 雄xiong 绣xiu 徐xu 旭xu 许xu 学xue 薛xue 雪xue 循xun 汛xun 亚ya 雅ya 严yan 延yan
烟yan 燕yan 盐yan 闫yan 雁yan 养yang 杨yang 洋yang 羊yang 阳yang 姚yao 窑yao 耀yao 遥yao 业ye 叶ye 一yi 义yi 伊yi 宜yi 怡yi 毅yi 益yi
谊yi 印yin 银yin 瀛ying 盈ying 英ying 迎ying 勇yong 咏yong 永yong 佑you 友you 游you 于yu 余yu 宇yu 榆yu 毓yu 渔yu 渝yu 玉yu 育yu 裕yu
豫yu 鱼yu 元yuan 原yuan 园yuan 圆yuan 源yuan 苑yuan 袁yuan 远yuan 悦yue 月yue 越yue 云yun 运yun 韵yun 臧zang 枣zao 灶zao 泽ze 曾zeng
闸zha 张zhang 章zhang 招zhao 照zhao 赵zhao 振zhen 珍zhen 镇zhen 征zheng 政zheng 正zheng 郑zheng 之zhi 志zhi 智zhi 止zhi 直zhi 知zhi
芝zhi 中zhong 众zhong 忠zhong 钟zhong 周zhou 州zhou 洲zhou 主zhu 朱zhu 祝zhu 竹zhu 筑zhu 庄zhuang 桩zhuang 卓zhuo 紫zi 自zi 宗zong
总zong 邹zou 祖zu 作zuo 左zuo 座zuo
`

const READING = new Map<string, string>()
for (const [, character, reading] of TABLE.matchAll(/(\p{Script=Han})([a-zü]+)/gu))
  READING.set(character!, reading!)

/** The reading of a name with a capital, as on a road sign: 东升 → Dongsheng. */
export function romanize(name: string): string {
  const readings = [...name].map((character) => {
    const reading = READING.get(character)
    if (reading === undefined) throw new Error(`no reading is known for ${character}`)
    return reading
  })
  const joined = readings
    .map((reading, i) => (i > 0 && /^[aoe]/.test(reading) ? `'${reading}` : reading))
    .join('')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}
