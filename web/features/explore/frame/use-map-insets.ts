import { type Ref, watchEffect } from 'vue'
import { useMap } from '../../../state/map.store.ts'

/** Tells the map what the panels cover, so that what is shown lies beside them. */
export function useMapInsets({
  narrow,
  panelOpen,
  legendOpen,
}: {
  narrow: Readonly<Ref<boolean>>
  panelOpen: Ref<boolean>
  legendOpen: Ref<boolean>
}): void {
  const map = useMap()
  watchEffect(() => {
    map.insets = narrow.value
      ? {
          top: 130,
          right: 12,
          bottom: (panelOpen.value ? Math.round(window.innerHeight * 0.44) : 48) + 98,
          left: 12,
        }
      : {
          top: 56,
          right: legendOpen.value && window.innerWidth > 1200 ? 284 : 60,
          bottom: 34,
          left: panelOpen.value ? 392 : 12,
        }
  })
}
