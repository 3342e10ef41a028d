import { useI18n } from 'vue-i18n'
import { useMutation } from '../../../state/use-mutation.ts'

/** `useMutation` with the reasons that only the administration pages know, such as how long to wait. */
export function useAdminMutation() {
  const { t, te } = useI18n()
  return useMutation(({ code, facts: { details } }) => {
    const reason = details?.['reason']
    if (typeof reason === 'string' && te(`office.reasons.${reason}`)) return t(`office.reasons.${reason}`)
    const seconds = details?.['retryAfterS']
    if (code !== 'too_many_requests' || typeof seconds !== 'number') return undefined
    return t('office.waitFor', { minutes: Math.max(1, Math.ceil(seconds / 60)) })
  })
}
