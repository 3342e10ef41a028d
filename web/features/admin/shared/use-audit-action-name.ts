import { useI18n } from 'vue-i18n'

/** What an audited action is called: in words where there are words for it, by its own name otherwise. */
export function useAuditActionName(): (action: string) => string {
  const { t, te } = useI18n()
  return (action) => {
    const key = `office.audit.words.${action.replaceAll('.', '_')}`
    return te(key) ? t(key) : action
  }
}
