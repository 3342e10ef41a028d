import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type ProblemError, toProblem } from '../../lib/problem-error.ts'
import { useSession } from '../../state/session.store.ts'

/** Something that a button does: whether it is under way, and why it was refused, in words. */
export function useAction() {
  const { t, te } = useI18n()
  const session = useSession()
  const busy = ref(false)
  const refusal = shallowRef<ProblemError | null>(null)

  const text = computed(() => {
    const error = refusal.value
    if (error === null) return undefined
    const reason = error.facts.details?.['reason']
    if (typeof reason === 'string' && te(`office.reasons.${reason}`)) return t(`office.reasons.${reason}`)
    const wait = error.facts.details?.['retryAfterS']
    if (error.code === 'too_many_requests' && typeof wait === 'number')
      return t('office.waitFor', { minutes: Math.max(1, Math.ceil(wait / 60)) })
    return `${t(`errors.${error.code}.title`)} · ${t(`errors.${error.code}.hint`)}`
  })

  /** True: it was done. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    refusal.value = null
    try {
      await work()
      return true
    } catch (error) {
      refusal.value = toProblem(error)
      // the session has ended meanwhile: let the gate say so
      if (refusal.value.code === 'unauthenticated') void session.reload()
      return false
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    refusal,
    text,
    run,
    forget: () => {
      refusal.value = null
    },
  }
}
