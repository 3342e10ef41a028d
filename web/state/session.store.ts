import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { z } from 'zod'
import { PasswordRules } from '#shared/contract/access/password-rules.ts'
import { type Action, isAllowed, type Role, type PermissionTarget } from '#shared/contract/permissions.ts'
import { endSession, getSession, startDemoSession } from '#shared/contract/access/session.ts'
import { request } from '../lib/request.ts'
import { createLoader, getResourceValue } from '../lib/resource.ts'

/** Who is looking, and what they may do. */
export const useSession = defineStore('session', () => {
  const { resource, load } = createLoader<z.output<typeof getSession.answer>>()
  const session = computed(() => getResourceValue(resource.value)?.session ?? null)
  const demoMode = computed(() => getResourceValue(resource.value)?.demoMode ?? false)

  async function reload(): Promise<void> {
    const before = session.value?.name
    const answer = await load((signal) => request(getSession, {}, { signal }), { keep: true })
    if (answer === undefined) return
    const now = answer.session?.name
    if (now === undefined || (before !== undefined && now !== before))
      await (await import('../lib/clear-user-cache.ts')).clearUserCache()
  }

  /** Demo mode only. */
  async function takeRole(role: Role): Promise<void> {
    await request(startDemoSession, { body: { role } })
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
    step: computed(() => getResourceValue(resource.value)?.step ?? null),
    /** Name of the organisation's own sign-in. */
    provider: computed(() => getResourceValue(resource.value)?.signIn.provider ?? null),
    noAccounts: computed(() => getResourceValue(resource.value)?.signIn.noAccounts ?? false),
    passwordRules: computed(
      () => getResourceValue(resource.value)?.signIn.passwordRules ?? PasswordRules.parse({}),
    ),
    /** What is not allowed is not shown. */
    mayDo: (action: Action, target: PermissionTarget = {}) =>
      session.value !== null && isAllowed(session.value, action, target),
    reload,
    takeRole,
    leave,
  }
})
