import type { SecuritySettings } from '#shared/contract/access/security-settings.ts'

export interface SecuritySettingsField {
  id: string
  get(settings: SecuritySettings): number
  set(settings: SecuritySettings, value: number): SecuritySettings
}

/** The rules of the server that are numbers, in groups as the page shows them. */
export const securitySettingsFields: readonly {
  group: 'password' | 'lockout' | 'session' | 'audit'
  fields: readonly SecuritySettingsField[]
}[] = [
  {
    group: 'password',
    fields: (['minLength', 'minClasses', 'maxAgeDays', 'initialDays'] as const).map((id) => ({
      id,
      get: ({ password }) => password[id],
      set: (settings, value) => ({ ...settings, password: { ...settings.password, [id]: value } }),
    })),
  },
  {
    group: 'lockout',
    fields: (['failures', 'minutes', 'addressFailures'] as const).map((id) => ({
      id,
      get: ({ lockout }) => lockout[id],
      set: (settings, value) => ({ ...settings, lockout: { ...settings.lockout, [id]: value } }),
    })),
  },
  {
    group: 'session',
    fields: (['idleMinutes', 'absoluteHours'] as const).map((id) => ({
      id,
      get: ({ session }) => session[id],
      set: (settings, value) => ({ ...settings, session: { ...settings.session, [id]: value } }),
    })),
  },
  {
    group: 'audit',
    fields: [
      {
        id: 'auditDays',
        get: ({ auditDays }) => auditDays,
        set: (settings, value) => ({ ...settings, auditDays: value }),
      },
    ],
  },
]
