import type { Component } from 'vue'
import type { PanelSize } from '../wall-state/wall-layout.ts'
import CentersPanel from './CentersPanel.vue'
import ChainPanel from './OrganisationPanel.vue'
import ChangesPanel from './ChangesPanel.vue'
import CoveragePanel from './CoveragePanel.vue'
import FiguresPanel from './FiguresPanel.vue'
import GapsPanel from './GapsPanel.vue'
import ProjectsPanel from './ProjectsPanel.vue'
import RankingPanel from './RankingPanel.vue'
import StandardPanel from './StandardPanel.vue'
import WorstPanel from './WorstGapsPanel.vue'

export interface Panel extends PanelSize {
  component: Component | null
}

/** Everything a scene can put at the sides; `least` in units of letters, texts `screen.panel.<id>`. */
export const PANELS: readonly (Panel & { component: Component })[] = [
  { id: 'figures', least: 300, weight: 1, component: FiguresPanel },
  { id: 'coverage', least: 300, weight: 1, component: CoveragePanel },
  { id: 'gaps', least: 290, weight: 1, component: GapsPanel },
  { id: 'chain', least: 250, weight: 1, component: ChainPanel },
  { id: 'centers', least: 170, weight: 0.5, component: CentersPanel },
  { id: 'standard', least: 250, weight: 0.8, component: StandardPanel },
  { id: 'projects', least: 210, weight: 0.6, component: ProjectsPanel },
  { id: 'ranking', least: 260, weight: 1.6, component: RankingPanel },
  { id: 'worst', least: 260, weight: 1.6, component: WorstPanel },
  { id: 'changes', least: 180, weight: 1.4, component: ChangesPanel },
]

/** A panel by name; one that does not exist (any more) is an empty place that says so. */
export function getPanel(id: string): Panel {
  return PANELS.find((panel) => panel.id === id) ?? { id, least: 90, weight: 0.2, component: null }
}
