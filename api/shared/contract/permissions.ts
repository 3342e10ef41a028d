import { z } from 'zod'

/**
 * Who may do what, where: the one table that the API's guards, the web's visibility and the tests read.
 *
 * A session carries one role and one area. For each action the table gives the reach of each role that has it:
 * `city` – anywhere in the city of the session's area; `area` – only inside that area; `self` – no territory involved.
 * A role that is not named does not have the action.
 */

export const roles = ['leader', 'planner', 'street_official', 'admin', 'auditor', 'integrator'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export type Reach = 'self' | 'area' | 'city'

export const permissions = {
  /** Look at the map, its tiles, lists, figures and live revisions. */
  'city.read': { leader: 'city', planner: 'city', street_official: 'city', admin: 'city', integrator: 'city' },
  /** Bring files into the city. */
  'city.import': { planner: 'area' },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>

export type Action = keyof typeof permissions
export const actions = Object.keys(permissions) as Action[]

/** Where a role holds: a whole city (`city`), all cities (`city: '*'`), or the part of a city below one unit's code. */
export const Area = z.object({
  city: z.string().regex(/^(\*|[0-9]{6})$/),
  /** 6-digit district or 9-digit street code. */
  unit: z.string().regex(/^([0-9]{6}|[0-9]{9})$/).optional(),
})
export type Area = z.infer<typeof Area>

export interface Holder { role: Role; area: Area }

/** What is touched: a city, and if it is a part of it, the code of a unit, grid or place inside (longer codes lie below shorter ones). */
export interface Target { city?: string; code?: string }

export function may(holder: Holder, action: Action, target: Target = {}): boolean {
  const reach: Reach | undefined = (permissions[action] as Partial<Record<Role, Reach>>)[holder.role]
  if (reach === undefined) return false
  if (reach === 'self') return true
  if (target.city !== undefined && holder.area.city !== '*' && holder.area.city !== target.city) return false
  if (reach === 'city' || holder.area.unit === undefined) return true
  return target.code !== undefined && target.code.startsWith(holder.area.unit)
}
