import { onBeforeUnmount, watch } from 'vue'
import type { Issue } from '#shared/contract/drafts/draft-issues.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { type MultiPolygon, toDegrees } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { useMap } from '../../../state/map.store.ts'

/** On a tablet in portrait orientation the panel is at the bottom. */
const PORTRAIT = '(max-width: 899px)'

/** Height of the table as a share of the window's: as in draft-editor.css. */
const TABLE_SHARE = 0.38

/** Moves the map to the street once it is loaded, and later to grids and issues. */
export function useEditorCamera({
  getState,
  getPresentState,
  isMapReady,
  isTableOpen,
}: {
  getState: () => DraftState | null
  getPresentState: () => DraftState | null
  isMapReady: () => boolean
  /** The table covers the lower part of the map. */
  isTableOpen: () => boolean
}) {
  const map = useMap()
  const portrait = window.matchMedia(PORTRAIT)
  function setInsets(): void {
    const covered = isTableOpen() ? window.innerHeight * TABLE_SHARE : 0
    map.insets = portrait.matches
      ? { top: 76, right: 60, bottom: window.innerHeight * 0.4 + 64, left: 12 }
      : { top: 76, right: 64, bottom: 60 + covered, left: 400 }
  }
  watch(isTableOpen, setInsets, { immediate: true })
  portrait.addEventListener('change', setInsets)
  onBeforeUnmount(() => portrait.removeEventListener('change', setInsets))

  const stop = watch([isMapReady, getState], () => {
    const state = getState()
    if (state === null || !isMapReady()) return
    stop()
    showStreet(true)
  })

  function showStreet(jump = false): void {
    const state = getState()
    if (state === null) return
    const own = [...state.set.cells.values()].filter(({ id }) => isOwnCell(state, id))
    const shapes = own.map(({ shape }) => shape)
    // a street without communities has its own outline at least
    showShapes(shapes.length > 0 ? shapes : [state.set.outlines.get(state.street)?.shape ?? []], jump)
  }

  function showGrids(ids: readonly CellId[]): void {
    showShapes(
      ids.map((id) => (getState()?.set.cells.get(id) ?? getPresentState()?.set.cells.get(id))?.shape ?? []),
    )
  }

  function showShapes(shapes: readonly MultiPolygon[], jump = false): void {
    const boxes = shapes.filter((shape) => shape.length > 0).map(getShapeBox)
    if (boxes.length === 0) return
    const side = (at: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) =>
      toDegrees(pick(...boxes.map((box) => box[at])))
    map.goTo({
      kind: 'box',
      box: [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)],
      maxZoom: 18,
      jump,
    })
  }

  function showIssue({ cells, at }: Issue): void {
    if (cells.length > 0) showGrids(cells)
    else if (at)
      map.goTo({
        kind: 'camera',
        camera: { lon: toDegrees(at[0]), lat: toDegrees(at[1]), zoom: 16, bearing: 0 },
      })
  }

  return { showGrids, showIssue, showStreet: () => showStreet() }
}
