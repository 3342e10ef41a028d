import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import * as contract from '#shared/contract/screens/screens.ts'
import type { Screen } from '#shared/contract/screens/screens.ts'
import * as wallContract from '#shared/contract/screens/wall-data.ts'
import { getWallList } from '#shared/contract/screens/wall-lists.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import type { PastCities } from '../../coverage/past-cities.ts'
import type { Database } from '../../db/database.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { getActor } from '../../http/endpoints/get-actor.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { buildWallData } from '../../screens/build-wall-data.ts'
import { createCoverageTrends } from '../../screens/coverage-trend.ts'
import { retireScreen, sendScreenCommand, updateScreen } from '../../screens/change-screen.ts'
import {
  createDefaultScreen,
  readScreens,
  readHeartbeats,
  readScreenVersion,
} from '../../screens/screen-rows.ts'
import { buildSnapshotWallList } from '../../screens/snapshot-wall-list.ts'
import { storeHeartbeat } from '../../screens/store-heartbeat.ts'
import { readStoredWallList } from '../../screens/stored-wall-list.ts'
import { memoize } from '../../snapshot/memoize.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'

interface ScreenRouteServices {
  database: Database
  cities: SnapshotCache
  tables: CoverageTableCache
  past: PastCities
  now: () => number
}

/** Routes of wall displays: their figures and lists, the saved screens, remote commands and heartbeats. */
export function registerScreenRoutes(
  api: Api,
  { database, cities, tables, past, now }: ScreenRouteServices,
): void {
  const computeTrends = createCoverageTrends({ database, past, tables })
  const wallTrends = new WeakMap<CitySnapshot, Promise<wallContract.WallTrends>>()
  const getWallTrends = (city: CitySnapshot) =>
    memoize(wallTrends, city, () => {
      const answer = computeTrends(city).then((trends) =>
        cacheResponse({ provenance: toProvenance(city), trends }),
      )
      // a failure is reported to the caller, and the next caller tries again
      answer.catch(() => wallTrends.delete(city))
      return answer
    })
  const wallData = new WeakMap<CitySnapshot, Promise<wallContract.WallData>>()
  const getWallData = (city: CitySnapshot) =>
    memoize(wallData, city, () => {
      const data = buildWallData({ database, tables }, city).then(cacheResponse)
      // a failure is reported to the caller, and the next caller tries again
      data.catch(() => wallData.delete(city))
      return data
    })
  // walls request the figures right after each change: they are computed while the event is on its way
  const watched = new Set<string>()
  cities.onChange(({ snapshot }) => {
    // a wall that requests the figures computes them again and receives the error
    if (watched.has(snapshot.code)) void getWallData(snapshot).catch(() => undefined)
  })
  const findScreen = async (city: string, id: string) =>
    (await withCity(database, city, (tx) => readScreens(tx, id), { access: 'read' }))[0] ??
    createDefaultScreen(id)

  const screens = new WeakMap<CitySnapshot, Map<string, Promise<{ screen: Screen }>>>()
  const getCachedScreen = (city: CitySnapshot, id: string) => {
    const ofCity = memoize(screens, city, () => new Map<string, Promise<{ screen: Screen }>>())
    return memoize(ofCity, id, () => {
      const answer = findScreen(city.code, id).then((screen) => cacheResponse({ screen }))
      // a failure is reported to the caller, and the next caller tries again
      answer.catch(() => ofCity.delete(id))
      return answer
    })
  }

  registerEndpoint(api, wallContract.getWallData, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    watched.add(snapshot.code)
    return getWallData(snapshot)
  })

  registerEndpoint(api, wallContract.getWallTrends, async ({ params }) =>
    getWallTrends((await cities.get(params.city)).snapshot),
  )

  registerEndpoint(api, getWallList, async ({ params: { city, list }, query }) => {
    const { snapshot } = await cities.get(city)
    const provenance = toProvenance(snapshot)
    if (list === 'projects' || list === 'gaps-closed')
      return { provenance, ...(await readStoredWallList(database, snapshot, list, query)) }
    const rows = await buildSnapshotWallList(tables, snapshot, list, query.within)
    return {
      provenance,
      total: rows.length,
      rows: rows.slice(query.offset, query.offset + query.limit).map((buildRow) => buildRow()),
    }
  })

  registerEndpoint(api, contract.listScreens, async ({ params: { city } }) => {
    const screens = await withCity(database, city, (tx) => readScreens(tx), { access: 'read' })
    const heartbeats = await withSharedSchema(database, (tx) => readHeartbeats(tx, city), { access: 'read' })
    const others = [...new Set(heartbeats.map(({ screen }) => screen))]
      .filter((id) => screens.every((screen) => screen.id !== id))
      .map(createDefaultScreen)
    return {
      screens: [...screens, ...others].map(({ id, name, version, document }) => ({
        id,
        name,
        version,
        scenes: document.scenes.length,
        size: document.size,
        walls: heartbeats.filter(({ screen }) => screen === id).map(({ sighting }) => sighting),
      })),
    }
  })

  registerEndpoint(api, contract.getScreen, async ({ params: { city, screen: id }, query, session }) => {
    if (session?.screen !== undefined && session.screen !== id)
      throw new AppError('forbidden', 'this wall shows another screen', { screen: session.screen })
    // after each change all walls request their screen at once: one query answers all of them
    if (query.version === undefined)
      return session?.kind === 'display'
        ? getCachedScreen((await cities.get(city)).snapshot, id)
        : { screen: await findScreen(city, id) }
    const { version } = query
    const screen = await withCity(database, city, (tx) => readScreenVersion(tx, id, version), {
      access: 'read',
    })
    if (screen === undefined)
      throw new AppError('not_found', `there is no version ${version} of the screen`, { version })
    return { screen }
  })

  registerEndpoint(api, contract.putScreen, async ({ params: { city, screen: id }, body, ...call }) => {
    const { requestId, ...update } = body
    await updateScreen(database, getActor(call), { city, id, requestId }, update)
    return { screen: await findScreen(city, id) }
  })

  registerEndpoint(
    api,
    contract.removeScreen,
    async ({ params: { city, screen: id }, query: { requestId, version }, ...call }) => {
      await retireScreen(database, getActor(call), { city, id, requestId }, version)
      return undefined
    },
  )

  registerEndpoint(
    api,
    contract.sendScreenCommand,
    async ({ params: { city, screen: id }, body: { requestId, telling: command }, ...call }) => {
      await sendScreenCommand(database, getActor(call), { city, id, requestId }, command)
      return { screen: await findScreen(city, id) }
    },
  )

  registerEndpoint(api, contract.reportScreen, async ({ params: { city, screen }, body, session }) => {
    if (session?.kind !== 'display' || session.screen !== screen)
      throw new AppError('forbidden', 'only the wall itself says how it is', { screen })
    const at = new Date(now())
    await storeHeartbeat(database, { display: session.subject, city, screen, at, report: body })
    return undefined
  })
}
