import { createRouter, createWebHistory, type Router } from 'vue-router'
import ExplorePage from '../features/explore/ExplorePage.vue'

/** The map page is part of the first load; all else is fetched when it is opened. */
export function createPageRouter(): Router {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/:city([0-9]{6})?', name: 'map', component: ExplorePage, meta: { city: true } },
      { path: '/:city([0-9]{6})/planner', name: 'planner', component: () => import('../features/planner/PlannerPage.vue'), meta: { city: true } },
      { path: '/:rest(.*)', name: 'nothing', component: () => import('./NotFoundPage.vue') },
    ],
  })
}
