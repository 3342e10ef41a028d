import { z } from 'zod'

/**
 * The permission table of the API guards, the visibility in the web and the tests.
 *
 * An account has one role and one area, so roles exclude each other. For each action the table lists the
 * roles that have it and their reach: `city` – anywhere in the city of the area of the principal; `area` –
 * only inside that area; `setup` – anywhere in the city, while it is being set up. No role has both
 * `account.manage` and `audit.read`, and neither of these is combined with an action that changes the city
 * after its set-up (tested).
 */

export const roles = ['leader', 'planner', 'street_official', 'admin', 'auditor', 'integrator'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export type PermissionReach = 'area' | 'city' | 'setup'

export const permissions = {
  /** Read the map, its tiles, lists, figures and revision events. */
  'city.read': {
    leader: 'city',
    planner: 'city',
    street_official: 'city',
    admin: 'city',
    integrator: 'city',
  },
  /** Read coverage figures, rankings and the list of gaps. */
  'coverage.read': { leader: 'city', planner: 'city', street_official: 'city', integrator: 'city' },
  /** Assign gaps, plan remedies, close them. */
  'gap.manage': { planner: 'area', street_official: 'area' },
  /** Search sites of new stations, and save the answers. */
  'siting.use': { planner: 'city' },
  /** Export layers as files. */
  'city.export': { leader: 'city', planner: 'city', street_official: 'city', integrator: 'city' },
  /** Import files. The administrator of a new city brings in its first data, when nobody else is there yet. */
  'city.import': { planner: 'area', admin: 'setup' },
  /** Work off the checklist of a new city, skip steps, declare its set-up finished. */
  'city.setup': { planner: 'area', admin: 'city' },
  /** Read drafts, their differences and comments: needed by neighbours and reviewers. */
  'draft.read': { leader: 'city', planner: 'city', street_official: 'city' },
  /** Draw in a street, submit, withdraw, discard. */
  'draft.edit': { planner: 'area', street_official: 'area' },
  /** Read and change the grids of open drafts from a desktop program; submission is reserved to people. */
  'draft.features': { planner: 'area', street_official: 'area', integrator: 'area' },
  /** Consent for a street whose border the draft of a neighbour moves. */
  'draft.consent': { planner: 'area', street_official: 'area' },
  /** Return or approve a submitted draft. */
  'draft.review': { planner: 'area' },
  /** Publish an approved draft. */
  'draft.publish': { planner: 'area' },
  /** Edit the scenes of wall displays. */
  'screen.edit': { planner: 'city', admin: 'city' },
  /** Thresholds, rule profiles, code pattern, map approval number, names and logo. */
  'settings.manage': { admin: 'city' },
  /** Create a city without anything in it, in which others then import and draw: it changes no city. */
  'city.create': { admin: 'city' },
  /** Create accounts, assign roles and areas, reset passwords, end sessions. */
  'account.manage': { admin: 'city' },
  /** Issue and revoke API keys. */
  'key.manage': { admin: 'city' },
  /** Configure webhooks and read their deliveries. */
  'webhook.manage': { admin: 'city' },
  /** Issue and revoke display tokens. */
  'display.manage': { admin: 'city' },
  /** Password rules, lockout, timeouts, second factor, retention of the audit log: of the whole server. */
  'security.manage': { admin: 'city' },
  /** Read system health: revisions, queues, caches, database, disk. */
  'system.read': { admin: 'city' },
  /** Search and export the audit log. */
  'audit.read': { auditor: 'city' },
} as const satisfies Record<string, Partial<Record<Role, PermissionReach>>>

export type Action = keyof typeof permissions
export const actions = Object.keys(permissions) as [Action, ...Action[]]
export const Action = z.enum(actions)

/** Actions that an API key may have; the key has no others. */
export const keyScopes = actions.filter(
  (action) => findPermissionReach('integrator', action) !== undefined,
) as [Action, ...Action[]]

/** Actions of a display token: reading its city only. */
export const displayScopes: readonly Action[] = ['city.read']

/**
 * Area of a role: a whole city (`city`), all cities (`city: '*'`), or the parts of a city below the codes in
 * `units`.
 */
export const PermissionArea = z
  .object({
    city: z.string().regex(/^(\*|[0-9]{6})$/),
    /** 6-digit districts and 9-digit streets. */
    units: z
      .array(z.string().regex(/^([0-9]{6}|[0-9]{9})$/))
      .min(1)
      .max(60)
      .optional(),
  })
  .strict()
export type PermissionArea = z.infer<typeof PermissionArea>

export interface Principal {
  role: Role
  area: PermissionArea
  /** If present, only these actions are allowed, whatever the role permits (API keys, display tokens). */
  scopes?: readonly Action[] | undefined
}

/**
 * Object of an action: a city, and the code of the unit or grid if it is a part of it. `settingUp`: whether the city
 * is being set up.
 */
export interface PermissionTarget {
  city?: string | undefined
  code?: string | undefined
  settingUp?: boolean | undefined
}

/** Whether the principal may perform the action on the target. */
export function isAllowed(holder: Principal, action: Action, target: PermissionTarget = {}): boolean {
  const reach = findPermissionReach(holder.role, action)
  if (reach === undefined || holder.scopes?.includes(action) === false) return false
  const { city, units } = holder.area
  if (target.city !== undefined && city !== '*' && city !== target.city) return false
  if (reach === 'setup') return target.city !== undefined && target.settingUp === true
  if (reach === 'city' || units === undefined) return true
  const { code } = target
  return code !== undefined && units.some((unit) => code.startsWith(unit))
}

/**
 * Whether the principal may perform the action on some part of the city: decides whether a page link is
 * shown.
 */
export function isAllowedSomewhere(
  holder: Principal,
  action: Action,
  city?: string,
  settingUp?: boolean,
): boolean {
  return isAllowed({ ...holder, area: { city: holder.area.city } }, action, { city, settingUp })
}

/** Returns the reach of an action for a role; undefined: the role does not have the action. */
export function findPermissionReach(role: Role, action: Action): PermissionReach | undefined {
  return (permissions[action] as Partial<Record<Role, PermissionReach>>)[role]
}
