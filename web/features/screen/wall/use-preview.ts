import { onScopeDispose, shallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { type Draft, hear, tell, type View } from './preview-line.ts'

/** A wall inside the editor shows what is on the table there, instead of what is stored. */
export function usePreview() {
  const route = useRoute()
  const draft = shallowRef<Draft | null>(null)
  const isPreview = window.parent !== window && route.query['preview'] !== undefined
  if (isPreview) {
    onScopeDispose(
      hear(
        () => window.parent,
        (line) => {
          if (line.kind === 'draft') draft.value = line
        },
      ),
    )
    tell(window.parent, { kind: 'ready' })
  }
  return {
    draft,
    isPreview,
    tellView(view: View) {
      if (isPreview) tell(window.parent, { kind: 'view', ...view })
    },
  }
}
