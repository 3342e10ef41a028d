import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { EditableDraft } from '../draft-sync/use-draft.ts'

/** Why nothing can be drawn, in words for the buttons that are disabled by it; undefined: it can. */
export function useDrawObstacle(draft: EditableDraft) {
  const { t } = useI18n()
  return computed(() => {
    if (draft.mayDraw || draft.draft === null) return undefined
    if (draft.draft.status !== 'open') return t('editor.readOnly')
    if (draft.otherLease !== null) return t('editor.busy', { name: draft.otherLease.holder })
    return t('editor.noRight')
  })
}
