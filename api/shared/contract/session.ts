import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Area, Role } from './permissions.ts'

/** Who is asking. Without one every route but the public ones answers 401. */
export const Session = z.object({
  /** Account number, or `demo`. */
  subject: z.string(),
  name: z.string(),
  role: Role,
  area: Area,
  demo: z.boolean(),
  expiresAt: z.iso.datetime(),
})
export type Session = z.infer<typeof Session>

export const getSession = endpoint({
  id: 'getSession',
  method: 'get',
  path: '/session',
  summary: 'The session of this browser, and whether demo roles can be taken with one click',
  permission: 'public',
  answer: z.object({ session: Session.nullable(), demoMode: z.boolean() }),
})

export const takeDemoRole = endpoint({
  id: 'takeDemoRole',
  method: 'post',
  path: '/session/demo',
  summary: 'Demo mode only: become one of the roles',
  permission: 'public',
  body: z.object({ role: Role, area: Area.optional() }).strict(),
  answer: z.object({ session: Session }),
})

export const endSession = endpoint({
  id: 'endSession',
  method: 'delete',
  path: '/session',
  summary: 'Sign out',
  permission: 'public',
})
