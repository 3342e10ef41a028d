import type { Page } from 'playwright-core'
import type { Role } from '#shared/contract/permissions.ts'
import { createTestApp } from '../../api/open-test-app.ts'
import { anApprovedDraft } from '../../drafts/an-approved-draft.ts'
import { anOfficial, createDraftClient } from '../../drafts/draft-client.ts'
import type { TestSite } from '../open-test-site.ts'

/** The city that the pages below are about; a site that shows them must have it. */
export const PAGES_CITY = '321000'
const STREETS = ['321001001', '321001002'] as const

/** Ids of drafts that pages show. */
export interface PageDrafts {
  /** A draft that is being edited. */
  open: string
  /** A draft that a planner has approved. */
  approved: string
}

/** One page of the site in one state. */
export interface SitePage {
  name: string
  path: (drafts: PageDrafts) => string
  /** The account that opens the page; null: nobody is signed in. */
  role: Role | null
  /** Selector of an element that exists once the page shows its data. */
  ready: string
  /** The page also contains a wall display with its map, in itself or in a frame of its own. */
  wall?: 'page' | 'frame'
  /** False for a page that always has the look of a wall display. */
  themed?: boolean
}

const MAP = '[data-map-state=idle]'
const WALL_PANEL = '[data-panel=coverage] [data-figure]'
const inCity =
  (path: string): SitePage['path'] =>
  () =>
    `/${PAGES_CITY}${path}`
const at =
  (path: string): SitePage['path'] =>
  () =>
    path

/** Every route of the router with the data that a page needs, and the pages that stand in for a route. */
export const SITE_PAGES: readonly SitePage[] = [
  { name: 'sign-in', path: at('/'), role: null, ready: 'input[autocomplete=current-password]' },
  { name: 'map', path: inCity(''), role: 'planner', ready: MAP },
  {
    name: 'map with a grid',
    path: inCity(`?map=12.00/33.02500/120.02000&at=grids/${STREETS[0]}001002`),
    role: 'planner',
    ready: MAP,
  },
  { name: 'planner', path: inCity('/planner'), role: 'planner', ready: `[data-coverage=ready] ${MAP}` },
  {
    name: 'unit report',
    path: inCity(`/planner/sheet/${STREETS[0]}`),
    role: 'planner',
    ready: '[data-sheet]',
  },
  { name: 'drafts', path: inCity('/editor'), role: 'planner', ready: 'h1' },
  {
    name: 'draft editor',
    path: ({ open }) => `/${PAGES_CITY}/editor/${open}`,
    role: 'planner',
    ready: `[data-desk=ready] ${MAP}`,
  },
  {
    name: 'review',
    path: ({ approved }) => `/${PAGES_CITY}/review/${approved}`,
    role: 'planner',
    ready: 'tbody tr',
  },
  { name: 'history', path: inCity('/history'), role: 'planner', ready: 'h1' },
  {
    name: 'history of a grid',
    path: inCity(`/history/${STREETS[0]}001001`),
    role: 'planner',
    ready: 'h1',
  },
  { name: 'transfer', path: inCity('/transfer'), role: 'planner', ready: '[data-import-history]' },
  { name: 'screens', path: inCity('/screens'), role: 'planner', ready: 'h1' },
  {
    name: 'scene editor',
    path: inCity('/screens/lobby'),
    role: 'planner',
    ready: '[data-panel-card]',
    wall: 'frame',
  },
  {
    name: 'wall display',
    path: inCity('/screen/lobby?size=1920x1080'),
    role: 'planner',
    ready: WALL_PANEL,
    wall: 'page',
    themed: false,
  },
  { name: 'account settings', path: at('/me'), role: 'admin', ready: '[data-part]' },
  { name: 'accounts', path: at('/admin/accounts'), role: 'admin', ready: '[data-account]' },
  { name: 'keys', path: at('/admin/keys'), role: 'admin', ready: 'h1' },
  { name: 'displays', path: at('/admin/screens'), role: 'admin', ready: 'h1' },
  { name: 'webhooks', path: at('/admin/webhooks'), role: 'admin', ready: 'h1' },
  { name: 'set-up', path: inCity('/setup'), role: 'admin', ready: '[data-step]' },
  { name: 'one-time link', path: at('/first#none'), role: null, ready: '[data-first]' },
  { name: 'cities', path: at('/admin/cities'), role: 'admin', ready: 'h1' },
  { name: 'city settings', path: at('/admin/settings'), role: 'admin', ready: 'form' },
  { name: 'security settings', path: at('/admin/security'), role: 'admin', ready: 'form' },
  { name: 'system', path: at('/admin/system'), role: 'admin', ready: 'h1' },
  { name: 'audit log', path: at('/audit'), role: 'auditor', ready: '[data-action]' },
  { name: 'display pairing', path: at('/claim'), role: 'planner', ready: 'h2' },
  { name: 'no permission', path: at('/audit'), role: 'planner', ready: '[data-gate=notYours]' },
  { name: 'unknown page', path: at('/no/such/page'), role: 'planner', ready: 'h2' },
]

/** Creates the drafts that the pages show. */
export async function createPageDrafts(site: TestSite): Promise<PageDrafts> {
  const test = await createTestApp(site.database)
  try {
    const approved = await anApprovedDraft(test, PAGES_CITY, STREETS[1])
    const open = await createDraftClient(test, PAGES_CITY).begin(
      STREETS[0],
      anOfficial(PAGES_CITY, STREETS[0]),
    )
    return { open, approved }
  } finally {
    await test.close()
  }
}

/** Waits until a page shows its data, and no placeholder of a text that is still loading. */
export async function waitForPage(page: Page, { ready, wall }: SitePage): Promise<void> {
  await page.locator(ready).filter({ visible: true }).first().waitFor()
  if (wall !== undefined) {
    const display = wall === 'frame' ? page.frameLocator('[data-preview]') : page
    await display.locator(WALL_PANEL).first().waitFor()
    await display.locator(MAP).waitFor()
  }
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
}
