import type { Context } from 'hono'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import * as contract from '#shared/contract/screens/screens.ts'
import type { WallData, Screen } from '#shared/contract/screens/screens.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { getWallList } from '#shared/contract/screens/wall-lists.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { memoize } from '../../snapshot/memoize.ts'
import { buildWallData } from '../../screens/build-wall-data.ts'
import {
  createDefaultScreen,
  readScreens,
  readHeartbeats,
  readScreenVersion,
} from '../../screens/screen-rows.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { buildSnapshotWallList } from '../../screens/snapshot-wall-list.ts'
import { readStoredWallList } from '../../screens/stored-wall-list.ts'
import { writeScreen, type ScreenUpdate } from '../../screens/write-screen.ts'

const sql = {
  remove: loadSql('api/features/screens/sql/retire-screen.sql'),
  tell: loadSql('api/features/screens/sql/update-screen-command.sql'),
  report: loadSql('api/features/screens/sql/upsert-heartbeat.sql'),
}

export function registerScreenRoutes(
  api: Api,
  { database, cities, now }: { database: Database; cities: SnapshotCache; now: () => number },
): void {
  const boards = new WeakMap<CitySnapshot, Promise<WallData>>()
  const boardOf = (city: CitySnapshot) => {
    let board = boards.get(city)
    if (board === undefined) {
      boards.set(city, (board = buildWallData(database, city).then(cacheResponse)))
      // what failed is tried again by the next who asks
      board.catch(() => boards.delete(city))
    }
    return board
  }
  // walls that follow a city ask for its numbers in a moment: they are made while the change is still on its way to them
  const watched = new Set<string>()
  cities.onChange(({ snapshot }) => {
    if (watched.has(snapshot.code)) void boardOf(snapshot).catch(() => undefined)
  })
  const find = async (city: string, id: string) =>
    (await withCity(database, city, (tx) => readScreens(tx, id), { access: 'read' }))[0] ??
    createDefaultScreen(id)

  const shown = new WeakMap<CitySnapshot, Map<string, Promise<{ screen: Screen }>>>()
  const screenOf = (city: CitySnapshot, id: string) => {
    const known = memoize(shown, city, () => new Map<string, Promise<{ screen: Screen }>>())
    return memoize(known, id, () => {
      const answer = find(city.code, id).then((screen) => cacheResponse({ screen }))
      answer.catch(() => known.delete(id))
      return answer
    })
  }

  registerEndpoint(api, contract.getWallData, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    watched.add(snapshot.code)
    return boardOf(snapshot)
  })

  registerEndpoint(api, getWallList, async ({ params: { city, list }, query }) => {
    const { snapshot } = await cities.get(city)
    const provenance = toProvenance(snapshot)
    if (list === 'projects' || list === 'gaps-closed')
      return { provenance, ...(await readStoredWallList(database, snapshot, list, query)) }
    const rows = buildSnapshotWallList(snapshot, list, query.within)
    return {
      provenance,
      total: rows.length,
      rows: rows.slice(query.offset, query.offset + query.limit).map((write) => write()),
    }
  })

  registerEndpoint(api, contract.listScreens, async ({ params: { city } }) => {
    const screens = await withCity(database, city, (tx) => readScreens(tx), { access: 'read' })
    const seen = await withSharedSchema(database, (tx) => readHeartbeats(tx, city), { access: 'read' })
    const others = [...new Set(seen.map(({ screen }) => screen))]
      .filter((id) => screens.every((screen) => screen.id !== id))
      .map(createDefaultScreen)
    return {
      screens: [...screens, ...others].map(({ id, name, version, document }) => ({
        id,
        name,
        version,
        scenes: document.scenes.length,
        size: document.size,
        walls: seen.filter(({ screen }) => screen === id).map(({ sighting }) => sighting),
      })),
    }
  })

  registerEndpoint(api, contract.getScreen, async ({ params: { city, screen: id }, query, session }) => {
    if (session?.screen !== undefined && session.screen !== id)
      throw new AppError('forbidden', 'this wall shows another screen', { screen: session.screen })
    // a wall hears of every change, and then asks together with all the others: the database is asked once for them
    if (query.version === undefined)
      return session?.kind === 'display'
        ? screenOf((await cities.get(city)).snapshot, id)
        : { screen: await find(city, id) }
    const { version } = query
    const screen = await withCity(database, city, (tx) => readScreenVersion(tx, id, version), {
      access: 'read',
    })
    if (screen === undefined)
      throw new AppError('not_found', `there is no version ${version} of the screen`, { version })
    return { screen }
  })

  registerEndpoint(api, contract.putScreen, async ({ params: { city, screen: id }, body, ...call }) => {
    const { requestId, note, ...deed } = body
    await commitChangeset(
      database,
      { ...requestOf(call, city, note, requestId), kind: 'screen.change' },
      (tx, scope) => writeScreen(tx, scope, { id, ...deed } satisfies ScreenUpdate),
    )
    return { screen: await find(city, id) }
  })

  registerEndpoint(
    api,
    contract.removeScreen,
    async ({ params: { city, screen: id }, query: { requestId, version }, ...call }) => {
      await commitChangeset(
        database,
        { ...requestOf(call, city, id, requestId), kind: 'screen.remove' },
        async (tx, { at }) => {
          const { rowCount } = await tx.query(sql.remove, [id, version, at])
          if (rowCount === 0)
            throw new AppError(
              'stale_base',
              'there is no such screen, or somebody else has changed it in the meantime',
              { screen: id },
            )
          return { answer: null, box: null, layers: [], audit: { object: `screen:${id}` } }
        },
      )
      return undefined
    },
  )

  registerEndpoint(
    api,
    contract.sendScreenCommand,
    async ({ params: { city, screen: id }, body: { requestId, telling }, ...call }) => {
      await commitChangeset(
        database,
        { ...requestOf(call, city, telling.kind, requestId), kind: 'screen.tell' },
        async (tx, scope) => {
          // a wall may show a screen that nobody has composed yet
          if ((await readScreens(tx, id)).length === 0)
            await writeScreen(tx, scope, {
              id,
              version: 'latest',
              name: id,
              document: createDefaultScreen(id).document,
            })
          await tx.query(sql.tell, [id, telling, scope.revision, scope.at])
          return {
            answer: null,
            box: null,
            layers: [],
            audit: { object: `screen:${id}`, detail: { telling } },
          }
        },
      )
      const screen: Screen = await find(city, id)
      return { screen }
    },
  )

  registerEndpoint(api, contract.reportScreen, async ({ params: { city, screen: id }, body, session }) => {
    if (session?.kind !== 'display' || session.screen !== id)
      throw new AppError('forbidden', 'only the wall itself says how it is', { screen: id })
    await withSharedSchema(database, (tx) =>
      tx.query(sql.report, [session.subject, city, id, new Date(now()), body]),
    )
    return undefined
  })
}

function requestOf(
  { session, context }: { session: Session | null; context: Context<RequestEnv> },
  city: string,
  note: string,
  requestId: string,
) {
  const { address } = context.get('client')
  return { city, actor: session?.name ?? 'nobody', note, requestId, ...(address === null ? {} : { address }) }
}
