/** The frame around all pages. */
export default {
  title: '治理网格一张图',
  demoData: '演示数据',
  demoDataHint: '数据由程序生成，仅用于演示，不代表真实情况',
  retry: '重试',
  reload: '刷新页面',
  close: '关闭',
  requestNumber: '请求编号 {number}',
  starting: '正在打开…',
  theme: { label: '外观', system: '跟随系统', day: '日间', night: '夜间' },
  language: { label: '语言', zh: '简体中文', en: 'English' },
  session: {
    label: '当前身份',
    demoNote: '演示模式：一键切换角色，无需账号，不会保存任何账号信息。',
    choose: '选择一个演示角色',
    leave: '退出',
    demo: '演示',
    allCities: '全部城市',
    about: {
      leader: '看全市概况与覆盖', planner: '看图、导入并调整网格', street_official: '看本街道的网格与阵地',
      admin: '管理账号与设置', auditor: '只看审计日志，不看地图数据', integrator: '通过接口取用数据',
    },
  },
  gate: {
    signIn: { title: '请先登录', hint: '这里的内容只对本系统用户开放。账号请向管理员申请。' },
    noAccess: { title: '{role}不查看地图', hint: '按照三员分立的规定，该角色不接触业务数据。如需查看地图，请使用其他身份。' },
    notYours: { title: '{role}不使用此页面', hint: '按照职责分工，该页面由其他角色使用。' },
    noCities: { title: '还没有城市', hint: '导入区县、街道、社区和网格的边界后，地图会出现在这里。', command: 'npm run import -- 边界.geojson --as districts --city 320900' },
    cityLoading: { title: '城市数据正在载入', hint: '首次启动需要一点时间，完成后会自动打开。' },
    cityUnknown: { title: '没有这个城市', hint: '编码 {code} 不在这台服务器上。可以选择：' },
    cityEmpty: { title: '这座城市还是一张白纸', hint: '导入边界和点位数据后，它们会出现在这里。' },
    notFound: { title: '没有这个页面', hint: '地址可能有误。', home: '回到地图' },
  },
  skip: { toMap: '跳到地图', toPanel: '跳到信息面板', toSearch: '跳到搜索' },
  broken: { title: '页面出现了意外', hint: '刷新后通常可以恢复。如仍出现，请把下面的内容告诉管理员。' },
  /** What the ways to other pages are called. */
  doors: {
    screens: '大屏',
    planner: '覆盖分析', drafts: '网格划分', draw: '调整边界', history: '变动历史', transfer: '数据导入导出',
    own: '个人安全', accounts: '账号与角色', keys: '接口密钥', displays: '大屏令牌', webhooks: '消息推送', settings: '城市设置', security: '安全规则', system: '系统状态', audit: '审计日志',
  },
}
