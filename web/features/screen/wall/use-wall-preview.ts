import { onScopeDispose, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import {
  type PreviewedScene,
  subscribePreviewMessages,
  postPreviewMessage,
  type WallMapView,
} from './preview-channel.ts'

/** A wall inside the editor shows what is on the table there, instead of what is stored. */
export function useWallPreview() {
  const route = useRoute()
  const draft = shallowRef<PreviewedScene | null>(null)
  const isPreview = window.parent !== window && route.query['preview'] !== undefined
  if (isPreview) {
    onScopeDispose(
      subscribePreviewMessages(
        () => window.parent,
        (line) => {
          if (line.kind === 'draft') draft.value = line
        },
      ),
    )
    postPreviewMessage(window.parent, { kind: 'ready' })
  }
  return {
    draft,
    isPreview,
    tellView(view: WallMapView) {
      if (isPreview) postPreviewMessage(window.parent, { kind: 'view', ...view })
    },
  }
}
