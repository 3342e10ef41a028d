import { createRouter, createWebHistory, type RouteLocationNormalized, type Router } from 'vue-router'
import ExplorePage from '../features/explore/ExplorePage.vue'
import type { Texts } from './texts.ts'

/** The map page is part of the first load; all else is fetched when it is opened, and so is what it says. */
export function createPageRouter(texts: Texts): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/:city([0-9]{6})?', name: 'map', component: ExplorePage, meta: { city: true, dated: true } },
      {
        path: '/:city([0-9]{6})/planner',
        name: 'planner',
        component: () => import('../features/planner/PlannerPage.vue'),
        meta: { city: true, dated: true },
      },
      {
        path: '/:city([0-9]{6})/planner/sheet/:unit([0-9]{9}|[0-9]{12})',
        name: 'sheet',
        component: () => import('../features/planner/unit-report/UnitReportPage.vue'),
        meta: { city: true, dated: true },
      },
      {
        path: '/:city([0-9]{6})/grids/:grid([0-9]{15})/map',
        name: 'grid-sheet',
        component: () => import('../features/grid-sheet/GridSheetPage.vue'),
        meta: { city: true, dated: true },
      },
      {
        path: '/:city([0-9]{6})/editor',
        name: 'drafts',
        component: () => import('../features/editor/DraftsPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/editor/:draft',
        name: 'draft',
        component: () => import('../features/editor/EditorPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/review/:draft',
        name: 'review',
        component: () => import('../features/review/ReviewPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/history/:code([0-9]{6,15})?',
        name: 'history',
        component: () => import('../features/history/HistoryPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/transfer/:target([a-z]+)?',
        name: 'transfer',
        component: () => import('../features/transfer/TransferPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/screens',
        name: 'screens',
        component: () => import('../features/screen/ScreensPage.vue'),
        meta: { city: true },
      },
      {
        path: '/:city([0-9]{6})/screens/:screen',
        name: 'screen-editor',
        component: () => import('../features/screen/SceneEditor.vue'),
        meta: { city: true },
      },
      // walls look after who may come in themselves: no form to sign in is ever shown on one
      {
        path: '/:city([0-9]{6})?/screen/:screen',
        name: 'screen',
        component: () => import('../features/screen/ScreenPage.vue'),
      },
      {
        path: '/office',
        component: () => import('../features/admin/AdminPage.vue'),
        meta: { signedIn: true },
        redirect: { name: 'own' },
        children: [
          {
            path: '/me',
            name: 'own',
            component: () => import('../features/admin/account-settings/AccountSettingsPage.vue'),
          },
          {
            path: '/admin/cities',
            name: 'cities',
            component: () => import('../features/admin/cities/CitiesPage.vue'),
            meta: { may: 'city.create' },
          },
          {
            path: '/:city([0-9]{6})/setup',
            name: 'setup',
            component: () => import('../features/setup/SetupPage.vue'),
            meta: { city: true },
          },
          {
            path: '/admin/accounts',
            name: 'accounts',
            component: () => import('../features/admin/accounts/AccountsPage.vue'),
            meta: { may: 'account.manage' },
          },
          {
            path: '/admin/keys',
            name: 'keys',
            component: () => import('../features/admin/credentials/KeysPage.vue'),
            meta: { may: 'key.manage' },
          },
          {
            path: '/admin/screens',
            name: 'displays',
            component: () => import('../features/admin/credentials/DisplaysPage.vue'),
            meta: { may: 'display.manage' },
          },
          {
            path: '/admin/webhooks',
            name: 'webhooks',
            component: () => import('../features/admin/webhooks/WebhooksPage.vue'),
            meta: { may: 'webhook.manage' },
          },
          {
            path: '/admin/settings',
            name: 'settings',
            component: () => import('../features/admin/settings/CitySettingsPage.vue'),
            meta: { may: 'settings.manage' },
          },
          {
            path: '/admin/security',
            name: 'security',
            component: () => import('../features/admin/settings/SecurityPage.vue'),
            meta: { may: 'security.manage' },
          },
          {
            path: '/admin/system',
            name: 'system',
            component: () => import('../features/admin/health/HealthPage.vue'),
            meta: { may: 'system.read' },
          },
          {
            path: '/audit',
            name: 'audit',
            component: () => import('../features/admin/audit/AuditPage.vue'),
            meta: { may: 'audit.read' },
          },
        ],
      },
      {
        path: '/first',
        name: 'first-admin',
        component: () => import('../features/admin/sign-in/FirstAdminPage.vue'),
      },
      {
        path: '/claim',
        name: 'claim',
        component: () => import('../features/admin/credentials/PairDisplayPage.vue'),
      },
      { path: '/:rest(.*)', name: 'nothing', component: () => import('./NotFoundPage.vue') },
    ],
  })
  const arriving = new WeakMap<RouteLocationNormalized, Promise<void>>()
  router.beforeEach((to) => {
    // asked for together with the page itself, waited for after it
    if (to.name !== 'map') arriving.set(to, texts.forPages())
  })
  router.beforeResolve((to) => arriving.get(to))
  return router
}
