export default {
  cities: {
    hint: '新建一座城市，再按“数据准备”的步骤导入区县、街道、社区和网格。',
    none: '新建第一座城市',
    noneHint: '新建之后会打开它的数据准备页面。',
    name: '名称',
    nameHint: '例如：泰州市',
    nameEn: '英文名称',
    nameEnHint: '英文页面使用；留空则用中文名称',
    code: '行政区划代码',
    codeHint: '六位数字，如 321200；以后不能更改',
    state: { ready: '可用', loading: '正在载入' },
    new: '新建城市',
    create: '新建',
    creating: '正在新建…',
  },
}
