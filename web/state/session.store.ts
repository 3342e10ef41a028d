import { defineStore } from 'pinia'
import { computed } from 'vue'
import { type Action, may, type Role, type Target } from '#shared/contract/permissions.ts'
import { endSession, getSession, type Session, takeDemoRole } from '#shared/contract/session.ts'
import { request } from '../lib/request.ts'
import { loader, valueOf } from '../lib/resource.ts'

/** Who is looking, and what they may do. */
export const useSession = defineStore('session', () => {
  const { resource, load } = loader<{ session: Session | null; demoMode: boolean }>()
  const session = computed(() => valueOf(resource.value)?.session ?? null)
  const demoMode = computed(() => valueOf(resource.value)?.demoMode ?? false)

  async function reload(): Promise<void> {
    await load((signal) => request(getSession, {}, { signal }), { keep: true })
  }

  /** Demo mode only. */
  async function takeRole(role: Role): Promise<void> {
    await request(takeDemoRole, { body: { role } })
    await reload()
  }

  async function leave(): Promise<void> {
    await request(endSession)
    await reload()
  }

  return {
    resource,
    session,
    demoMode,
    /** What is not allowed is not shown. */
    mayDo: (action: Action, target: Target = {}) => session.value !== null && may(session.value, action, target),
    reload,
    takeRole,
    leave,
  }
})
