/** What was when. */
export default {
  title: '变动历史', path: '所属区域', backToMap: '地图', narrow: '查看下级的历史…',
  none: '没有网格变动记录', more: '更早的变动', now: '今',
  kind: { grid: { publish: '边界调整' }, city: { import: '数据导入', load: '建库' }, other: '变动' },
  grids: '涉及 {count} 个网格', count: { new: '新增 {count}', changed: '变动 {count}', retired: '撤销 {count}' },
  what: { new: '新增', changed: '变动', retired: '撤销' }, from: '由{name}划出', reverted: '已恢复',
  column: { grid: '网格', change: '变动', area: '面积', households: '住户', residents: '居民', workers: '网格员' },
  view: { label: '显示', both: '对比', before: '变动前', after: '变动后' },
  added: '新增边界', removed: '取消边界', touched: '变动网格', vertexOnly: '另有 {count} 个邻近网格仅增加界址点', people: '经办', why: '事由',
  part: { drew: '绘制', submitted: '提交', agreed: '接边确认', approved: '审核', published: '发布' },
  revision: '第 {revision} 版', inForce: '自{day}起', toReview: '审批材料',
  lineage: '沿革', lineageHint: '每条横线是一个网格的存续期，曲线表示划出或并入；点选可查看该网格',
  states: { title: '历次状态', count: '{count} 个', period: '期间', began: '由何变动而来', first: '建库时即如此' },
  operation: { split: '拆分', merge: '合并', carve: '新划', fillGap: '补缝', reshape: '改界', moveVertex: '改界', restore: '恢复', renumber: '重新编号', import: '导入' },
  restore: {
    open: '恢复到此前', title: '恢复到变动之前', about: '系统会新建一份草案，把此次变动涉及的网格还原为变动之前的边界和属性。草案与其他草案一样，需要提交、审核、发布。',
    label: '草案名称', name: '恢复{day}的调整', make: '建立恢复草案', changedAgain: '其中有的网格此后又变动过，不能直接恢复',
  },
}
