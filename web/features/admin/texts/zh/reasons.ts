/** Why the server refuses a change of the administration. */
export default {
  reasons: {
    area_needed: '街道干部必须指定所辖街道。',
    area_too_small: '系统管理员和审计员的范围必须是整个城市。',
    area_without_city: '请先选择一个城市，再选择区县或街道。',
    webhook_address: '地址必须以 http 或 https 开头，且不含用户名和密码。',
    webhook_private: '该地址在内网：请在服务器设置 WEBHOOK_NETWORKS 中允许后再试。',
    too_many_webhooks: '每个城市最多 20 个接收方。',
    city_exists: '已有使用这一代码的城市。',
    unknown_unit: '所选区县或街道不存在。',
    exclusive_roles: '系统管理、审计与业务角色互斥：请另建账号。',
    auditor_sign_in:
      '审计员的密码和验证器须由两名管理员共同重置，或在服务器上重置：npm run reset-password -- 账号名。',
    own_request: '申请须由另一名管理员确认。',
    dependent_administrators: '两名管理员的账号互不独立：其中一人的账号由另一人创建，或登录方式曾被其修改。',
    requested_already: '已有相同的申请在等待确认。',
    account_needed: '需以账号登录后才能申请。',
    no_auditor: '只有审计员的登录才需要两名管理员。',
    expires_in_the_past: '有效期已过。',
  },
}
