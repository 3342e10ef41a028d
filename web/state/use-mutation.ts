import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type ProblemError, toProblemError } from '../lib/problem-error.ts'
import { useSession } from './session.store.ts'

/**
 * One write at a time, started by a button: `busy` while it runs, `text` says in the user's language why it failed.
 * @param explain a more precise sentence for errors that a feature knows; undefined falls back to the text of the code
 */
export function useMutation(explain: (error: ProblemError) => string | undefined = () => undefined) {
  const { t } = useI18n()
  const session = useSession()
  const busy = ref(false)
  const error = shallowRef<ProblemError | null>(null)

  const text = computed(() => {
    if (error.value === null) return undefined
    const { code } = error.value
    return explain(error.value) ?? `${t(`errors.${code}.title`)} · ${t(`errors.${code}.hint`)}`
  })

  /** Runs the write unless another one is under way. Resolves to true if it succeeded. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await work()
      return true
    } catch (thrown) {
      error.value = toProblemError(thrown)
      // the session has ended meanwhile: the route guard shows the sign-in page
      if (error.value.code === 'unauthenticated') void session.reload()
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, error, text, run, reset: () => (error.value = null) }
}
