import { computed } from 'vue'
import type { Scene } from '#shared/contract/screens/screens.ts'
import { getPanel } from '../panels/panels.ts'
import { fillEmptyColumns, paginatePanels, type WallLayout } from '../wall-state/wall-layout.ts'

/** Height of the title of a panel, in units of letters. */
const PANEL_HEAD = 62

/**
 * The panels of a scene with their boxes. Panels that do not fit at once take turns; columns that the scene leaves empty
 * are filled with panels of the other scenes.
 */
export function useWallPanels({
  scene,
  allScenes,
  turn,
  layout,
}: {
  scene: () => Scene | null | undefined
  allScenes: () => readonly Scene[]
  turn: () => number
  layout: () => WallLayout
}) {
  const sides = computed(() => {
    const { left = [], right = [] } = scene() ?? {}
    const shown = new Set([...left, ...right])
    const others = new Set(allScenes().flatMap((each) => [...each.left, ...each.right]))
    const columns = fillEmptyColumns(
      left.map(getPanel),
      right.map(getPanel),
      [...others].filter((id) => !shown.has(id)).map(getPanel),
      layout(),
    )
    return [
      paginatePanels(columns.left, layout().left, layout()),
      paginatePanels(columns.right, layout().right, layout()),
    ]
  })
  const placedPanels = computed(() =>
    sides.value
      .flatMap((turns) => turns[turn() % turns.length] ?? [])
      .map((panel) => ({
        ...panel,
        component: getPanel(panel.id).component,
        room: panel.box.height / layout().letter - PANEL_HEAD,
      })),
  )
  return {
    placedPanels,
    turnCount: computed(() => Math.max(...sides.value.map((turns) => turns.length))),
  }
}
