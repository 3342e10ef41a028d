import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type ProblemError, toProblem } from '../../../lib/problem-error.ts'

/** Something that a button does: whether it is under way, and why it was refused, in words. */
export function useDeed() {
  const { t } = useI18n()
  const busy = ref(false)
  const refusal = shallowRef<ProblemError | null>(null)

  return {
    busy,
    text: computed(() =>
      refusal.value === null
        ? null
        : `${t(`errors.${refusal.value.code}.title`)} · ${t(`errors.${refusal.value.code}.hint`)}`,
    ),
    /** True: it was done. */
    async run(work: () => Promise<unknown>): Promise<boolean> {
      if (busy.value) return false
      busy.value = true
      refusal.value = null
      try {
        await work()
        return true
      } catch (error) {
        refusal.value = toProblem(error)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
