import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { z } from 'zod'
import { PasswordRules } from '#shared/contract/accounts-password.ts'
import { type Action, may, type Role, type Target } from '#shared/contract/permissions.ts'
import { endSession, getSession, takeDemoRole } from '#shared/contract/session.ts'
import { request } from '../lib/request.ts'
import { loader, valueOf } from '../lib/resource.ts'

/** Who is looking, and what they may do. */
export const useSession = defineStore('session', () => {
  const { resource, load } = loader<z.output<typeof getSession.answer>>()
  const session = computed(() => valueOf(resource.value)?.session ?? null)
  const demoMode = computed(() => valueOf(resource.value)?.demoMode ?? false)

  async function reload(): Promise<void> {
    const before = session.value?.name
    const answer = await load((signal) => request(getSession, {}, { signal }), { keep: true })
    if (answer === undefined) return
    const now = answer.session?.name
    if (now === undefined || (before !== undefined && now !== before))
      await (await import('../lib/forget-reader.ts')).forgetReader()
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
    /** What a sign-in that has begun waits for. */
    step: computed(() => valueOf(resource.value)?.step ?? null),
    /** Name of the organisation's own sign-in. */
    provider: computed(() => valueOf(resource.value)?.signIn.provider ?? null),
    noAccounts: computed(() => valueOf(resource.value)?.signIn.noAccounts ?? false),
    passwordRules: computed(() => valueOf(resource.value)?.signIn.passwordRules ?? PasswordRules.parse({})),
    /** What is not allowed is not shown. */
    mayDo: (action: Action, target: Target = {}) =>
      session.value !== null && may(session.value, action, target),
    reload,
    takeRole,
    leave,
  }
})
