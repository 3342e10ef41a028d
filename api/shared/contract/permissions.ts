import { z } from 'zod'

/**
 * Who may do what, where: the one table that the API's guards, the web's visibility and the tests read.
 *
 * An account has one role and one area, so roles exclude each other. For each action the table gives the reach of each
 * role that has it: `city` – anywhere in the city of the holder's area; `area` – only inside that area.
 * A role that is not named does not have the action. No role has both `account.manage` and `audit.read`, and neither of
 * these has a business action that changes the city (tested).
 */

export const roles = ['leader', 'planner', 'street_official', 'admin', 'auditor', 'integrator'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export type PermissionReach = 'area' | 'city'

export const permissions = {
  /** Look at the map, its tiles, lists, figures and live revisions. */
  'city.read': {
    leader: 'city',
    planner: 'city',
    street_official: 'city',
    admin: 'city',
    integrator: 'city',
  },
  /** Figures of coverage, rankings and the list of gaps. */
  'coverage.read': { leader: 'city', planner: 'city', street_official: 'city', integrator: 'city' },
  /** Take gaps up, assign them, plan remedies, close them. */
  'gap.manage': { planner: 'area', street_official: 'area' },
  /** Look for the best sites of new stations, and keep the answers. */
  'siting.use': { planner: 'city' },
  /** Take layers out as files. */
  'city.export': { leader: 'city', planner: 'city', street_official: 'city', integrator: 'city' },
  /** Bring files into the city. */
  'city.import': { planner: 'area' },
  /** See drafts, their differences and comments: neighbours must, and whoever decides. */
  'draft.read': { leader: 'city', planner: 'city', street_official: 'city' },
  /** Draw in a street, submit, withdraw, discard. */
  'draft.edit': { planner: 'area', street_official: 'area' },
  /** Read and change the grids of a street's open drafts from a desktop program; submitting stays with people. */
  'draft.features': { planner: 'area', street_official: 'area', integrator: 'area' },
  /** Answer for a street whose border a neighbour's draft moves. */
  'draft.consent': { planner: 'area', street_official: 'area' },
  /** Return or approve what a street has submitted. */
  'draft.review': { planner: 'area' },
  /** Make an approved draft the city's map. */
  'draft.publish': { planner: 'area' },
  /** Compose the scenes of command screens. */
  'screen.edit': { planner: 'city', admin: 'city' },
  /** Thresholds, rule profiles, code pattern, map approval number, names and logo. */
  'settings.manage': { admin: 'city' },
  /** Make accounts, give them roles and areas, reset passwords, end sessions. */
  'account.manage': { admin: 'city' },
  /** Issue and revoke API keys. */
  'key.manage': { admin: 'city' },
  /** Say which programs are told by HTTP what happens in the city, and see what was sent. */
  'webhook.manage': { admin: 'city' },
  /** Issue and revoke the display tokens of walls. */
  'display.manage': { admin: 'city' },
  /** Password rules, lockout, timeouts, second factor, how long audit is kept: of the whole server. */
  'security.manage': { admin: 'city' },
  /** Health of the system: revisions, queues, caches, database, disk. */
  'system.read': { admin: 'city' },
  /** Search and export the audit log. */
  'audit.read': { auditor: 'city' },
} as const satisfies Record<string, Partial<Record<Role, PermissionReach>>>

export type Action = keyof typeof permissions
export const actions = Object.keys(permissions) as [Action, ...Action[]]
export const Action = z.enum(actions)

/** Actions that a holder of an API key can be given; the key then has these and no others. */
export const keyScopes = actions.filter(
  (action) => findPermissionReach('integrator', action) !== undefined,
) as [Action, ...Action[]]

/** What a wall may do: look at its city, and at nothing else. */
export const displayScopes: readonly Action[] = ['city.read']

/** Where a role holds: a whole city (`city`), all cities (`city: '*'`), or the parts of a city below the codes of `units`. */
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
  /** Present: nothing but these, whatever the role has (API keys, display tokens). */
  scopes?: readonly Action[] | undefined
}

/** What is touched: a city, and if it is a part of it, the code of a unit or grid (longer codes lie below shorter ones). */
export interface PermissionTarget {
  city?: string | undefined
  code?: string | undefined
}

export function isAllowed(holder: Principal, action: Action, target: PermissionTarget = {}): boolean {
  const reach = findPermissionReach(holder.role, action)
  if (reach === undefined || holder.scopes?.includes(action) === false) return false
  const { city, units } = holder.area
  if (target.city !== undefined && city !== '*' && city !== target.city) return false
  if (reach === 'city' || units === undefined) return true
  const { code } = target
  return code !== undefined && units.some((unit) => code.startsWith(unit))
}

/** Somewhere in the city, though perhaps not everywhere: whether to show the door at all. */
export function isAllowedSomewhere(holder: Principal, action: Action, city?: string): boolean {
  return isAllowed({ ...holder, area: { city: holder.area.city } }, action, { city })
}

export function findPermissionReach(role: Role, action: Action): PermissionReach | undefined {
  return (permissions[action] as Partial<Record<Role, PermissionReach>>)[role]
}
