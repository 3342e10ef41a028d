import { computed, ref, shallowRef, watch } from 'vue'
import { type BuildingRow, listGridBuildings } from '#shared/contract/city/buildings.ts'
import { listGrids, listUnits } from '#shared/contract/city/features.ts'
import { LAYER_BY_LEVEL } from '#shared/layers/base/map-layer.ts'
import type { LayerId } from '#shared/contract/enums.ts'
import { request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { usePreferences } from '../../../state/preferences.store.ts'
import { useSelection } from '../../../state/selection.store.ts'
import { useFeatureNavigation } from '../../../state/use-feature-navigation.ts'

export interface DrillChild {
  layer: LayerId
  code: string
  name: string
  households: number
  /** null: it is a grid or a building. */
  grids: number | null
  buildingGroups: number
  householdHubs: number
}

/** Children of one unit that a wall can list. */
const MOST = 200

/** A unit or grid whose children are listed; null: the whole city. */
type DrillParent = { layer: string; code: string | null } | null

const PARENTS: readonly string[] = ['districts', 'streets', 'communities', 'grids']

/** Down from the city to a grid, to its buildings, and back, by touch or by key; the map follows. */
export function useDrill() {
  const city = useCity()
  const { goToFeature, goHome } = useFeatureNavigation({ point: 16, area: 16 })
  const selection = useSelection()
  const preferences = usePreferences()
  const open = ref(false)
  const marked = ref(0)
  const children = shallowRef<readonly DrillChild[]>([])
  let asked = 0

  const focus = computed(() => (open.value ? selection.known : null))
  const path = computed(() => focus.value?.path ?? [])

  async function childrenOf(of: string, parent: DrillParent): Promise<DrillChild[]> {
    const params = { city: of }
    const code = parent?.code ?? null
    if (parent !== null && !PARENTS.includes(parent.layer)) return []
    if (code !== null && parent?.layer === 'grids') {
      const { buildings } = await request(listGridBuildings, {
        params: { ...params, grid: code },
        query: { limit: MOST },
      })
      return buildings.map((building) => ({
        layer: 'buildings',
        code: building.code,
        name: nameBuilding(building),
        households: building.households,
        grids: null,
        buildingGroups: building.buildingGroups,
        householdHubs: building.householdHubs,
      }))
    }
    if (code !== null && parent?.layer === 'communities') {
      const { grids } = await request(listGrids, { params, query: { parent: code, limit: MOST } })
      return grids.map(({ code: own, name, households, buildingGroups, householdHubs }) => ({
        layer: 'grids',
        code: own,
        name,
        households,
        grids: null,
        buildingGroups,
        householdHubs,
      }))
    }
    const { units } = await request(listUnits, {
      params,
      query: code === null ? { level: 'district', limit: MOST } : { parent: code, limit: MOST },
    })
    return units.map((unit) => ({
      layer: LAYER_BY_LEVEL[unit.level],
      code: unit.code,
      name: preferences.nameOf(unit),
      households: unit.figures.households,
      grids: unit.figures.grids,
      buildingGroups: unit.figures.buildingGroups,
      householdHubs: unit.figures.householdHubs,
    }))
  }

  async function loadChildren(parent: DrillParent): Promise<void> {
    const own = ++asked
    marked.value = 0
    if (city.code === null) return
    const found = await childrenOf(city.code, parent).catch(() => [] as DrillChild[])
    if (own === asked) children.value = found
  }

  /** Goes to a unit, grid or premises; null: to the whole city. */
  async function lookAt(feature: { layer: LayerId; code: string } | null): Promise<void> {
    open.value = true
    if (feature === null) await goHome()
    else await goToFeature(feature)
  }

  // also what was touched on the map itself
  watch(
    () => selection.known,
    (known) => {
      if (known !== null) open.value = true
      if (open.value) void loadChildren(known)
    },
  )
  watch(
    () => selection.chosen,
    (chosen) => {
      if (chosen === null && open.value) void loadChildren(null)
    },
  )

  return {
    open,
    focus,
    path,
    children,
    marked,
    lookAt,
    async down() {
      if (!open.value) {
        open.value = true
        await loadChildren(null)
        return
      }
      const child = children.value[marked.value]
      if (child !== undefined) await lookAt(child)
    },
    async up() {
      const steps = path.value
      const isUnit = focus.value?.code === steps.at(-1)?.code
      const above = steps[steps.length - (isUnit ? 2 : 1)]
      if (above !== undefined) await lookAt({ layer: LAYER_BY_LEVEL[above.level], code: above.code })
      else if (selection.chosen !== null) await lookAt(null)
      else this.close()
    },
    mark(by: number) {
      const count = children.value.length
      if (count > 0) marked.value = (marked.value + by + count) % count
    },
    close() {
      open.value = false
      void selection.choose(null)
    },
  }
}

const nameBuilding = ({ name, compound, address, code }: BuildingRow): string =>
  [compound, name].filter(Boolean).join(' ') || address || code

export type Drill = ReturnType<typeof useDrill>
