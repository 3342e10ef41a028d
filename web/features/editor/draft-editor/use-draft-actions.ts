import { reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { withdrawDraft } from '#shared/contract/drafts/draft-review.ts'
import { discardDraft } from '#shared/contract/drafts/drafts.ts'
import { toProblemError } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'
import type { EditableDraft } from '../draft-sync/use-draft.ts'

/** What is done with a draft as a whole, and why the last of it failed. */
export function useDraftActions(city: string, id: string, draft: EditableDraft) {
  const { t } = useI18n()
  const router = useRouter()
  const failed = ref('')
  const params = { city, draft: id }

  async function act(work: () => Promise<void>): Promise<void> {
    failed.value = ''
    try {
      await work()
    } catch (error) {
      failed.value = t(`errors.${toProblemError(error).code}.title`)
    }
  }

  return reactive({
    failed,
    act,
    discard: () =>
      act(async () => {
        await request(discardDraft, { params })
        await draft.deleteStored()
        await router.push({ name: 'drafts', params: { city } })
      }),
    withdraw: () => act(async () => draft.replace(await request(withdrawDraft, { params }))),
    /** After the draft was moved to the newest map: how many steps have another assignment there. */
    async openRebased(proposedAnew: number): Promise<void> {
      failed.value = proposedAnew > 0 ? t('editor.stale.proposedAnew', { count: proposedAnew }) : ''
      await draft.open()
    },
  })
}
