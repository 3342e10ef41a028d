/** Figures by which the map is coloured: name, unit, what it means; classes where the figure is one. */
export default {
  'community-type': {
    name: '社区类型', unit: '', about: '区县、街道按住户最多的类型着色',
    classes: { ordinary: '普通社区', converted: '村改社区', new: '新建社区', village: '村', park: '园区' },
  },
  'branch-share': { name: '组织覆盖', unit: '', about: '已建网格党支部的网格占全部网格的比例', yes: '已建党支部', no: '尚未建立' },
  'households-per-grid': { name: '网格规模', unit: '户 / 网格', about: '平均每个网格的住户数，常用规模 300–500 户' },
  'workers-per-grid': { name: '网格员配备', unit: '人 / 网格', about: '平均每个网格的专兼职网格员数' },
  'residents-per-km2': { name: '人口密度', unit: '人 / 平方公里', about: '每平方公里的居民数' },
}
