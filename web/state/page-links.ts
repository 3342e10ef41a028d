import type { Action } from '#shared/contract/permissions.ts'

/** Pages beside the map, in the order of menus: names of routes, and the action that opens them (none: any session). */
export const pageLinks = [
  { page: 'own' },
  { page: 'cities', may: 'city.create' },
  { page: 'accounts', may: 'account.manage' },
  { page: 'keys', may: 'key.manage' },
  { page: 'displays', may: 'display.manage' },
  { page: 'webhooks', may: 'webhook.manage' },
  { page: 'settings', may: 'settings.manage' },
  { page: 'security', may: 'security.manage' },
  { page: 'system', may: 'system.read' },
  { page: 'audit', may: 'audit.read' },
] as const satisfies readonly { page: string; may?: Action }[]
