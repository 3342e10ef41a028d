import type { Context } from 'hono'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import * as contract from '#shared/contract/screens.ts'
import type { Board, Screen } from '#shared/contract/screens.ts'
import type { Session } from '#shared/contract/session.ts'
import { getWallList } from '#shared/contract/wall-lists.ts'
import { change } from '../../db/change.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity, withShared } from '../../db/with-city.ts'
import { AppError } from '../../errors.ts'
import { keepAnswer } from '../../http/kept-answer.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { remember } from '../../snapshot/remember.ts'
import { makeBoard } from './make-board.ts'
import { builtIn, readScreens, readSeen, readVersion } from './screen-rows.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { wallList } from './wall-list.ts'
import { workList } from './work-list.ts'
import { writeScreen, type ScreenDeed } from './write-screen.ts'

const sql = {
  remove: loadSql('api/features/screens/sql/remove-screen.sql'),
  tell: loadSql('api/features/screens/sql/tell-screen.sql'),
  report: loadSql('api/features/screens/sql/report-screen.sql'),
}

export function screenRoutes(
  api: Api,
  { database, cities, now }: { database: Database; cities: Cities; now: () => number },
): void {
  const boards = new WeakMap<CitySnapshot, Promise<Board>>()
  const boardOf = (city: CitySnapshot) => {
    let board = boards.get(city)
    if (board === undefined) {
      boards.set(city, (board = makeBoard(database, city).then(keepAnswer)))
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
    (await withCity(database, city, (tx) => readScreens(tx, id), { access: 'read' }))[0] ?? builtIn(id)

  const shown = new WeakMap<CitySnapshot, Map<string, Promise<{ screen: Screen }>>>()
  const screenOf = (city: CitySnapshot, id: string) => {
    const known = remember(shown, city, () => new Map<string, Promise<{ screen: Screen }>>())
    return remember(known, id, () => {
      const answer = find(city.code, id).then((screen) => keepAnswer({ screen }))
      answer.catch(() => known.delete(id))
      return answer
    })
  }

  mount(api, contract.getBoard, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    watched.add(snapshot.code)
    return boardOf(snapshot)
  })

  mount(api, getWallList, async ({ params: { city, list }, query }) => {
    const { snapshot } = await cities.get(city)
    const provenance = provenanceOf(snapshot)
    if (list === 'projects' || list === 'gaps-closed')
      return { provenance, ...(await workList(database, snapshot, list, query)) }
    const rows = wallList(snapshot, list, query.within)
    return {
      provenance,
      total: rows.length,
      rows: rows.slice(query.offset, query.offset + query.limit).map((write) => write()),
    }
  })

  mount(api, contract.listScreens, async ({ params: { city } }) => {
    const screens = await withCity(database, city, (tx) => readScreens(tx), { access: 'read' })
    const seen = await withShared(database, (tx) => readSeen(tx, city), { access: 'read' })
    const others = [...new Set(seen.map(({ screen }) => screen))]
      .filter((id) => screens.every((screen) => screen.id !== id))
      .map(builtIn)
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

  mount(api, contract.getScreen, async ({ params: { city, screen: id }, query, session }) => {
    if (session?.screen !== undefined && session.screen !== id)
      throw new AppError('forbidden', 'this wall shows another screen', { screen: session.screen })
    // a wall hears of every change, and then asks together with all the others: the database is asked once for them
    if (query.version === undefined)
      return session?.kind === 'display'
        ? screenOf((await cities.get(city)).snapshot, id)
        : { screen: await find(city, id) }
    const { version } = query
    const screen = await withCity(database, city, (tx) => readVersion(tx, id, version), { access: 'read' })
    if (screen === undefined)
      throw new AppError('not_found', `there is no version ${version} of the screen`, { version })
    return { screen }
  })

  mount(api, contract.putScreen, async ({ params: { city, screen: id }, body, ...call }) => {
    const { requestId, note, ...deed } = body
    await change(
      database,
      { ...requestOf(call, city, note, requestId), kind: 'screen.change' },
      (tx, scope) => writeScreen(tx, scope, { id, ...deed } satisfies ScreenDeed),
    )
    return { screen: await find(city, id) }
  })

  mount(
    api,
    contract.removeScreen,
    async ({ params: { city, screen: id }, query: { requestId, version }, ...call }) => {
      await change(
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

  mount(
    api,
    contract.tellScreen,
    async ({ params: { city, screen: id }, body: { requestId, telling }, ...call }) => {
      await change(
        database,
        { ...requestOf(call, city, telling.kind, requestId), kind: 'screen.tell' },
        async (tx, scope) => {
          // a wall may show a screen that nobody has composed yet
          if ((await readScreens(tx, id)).length === 0)
            await writeScreen(tx, scope, { id, version: 'latest', name: id, document: builtIn(id).document })
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

  mount(api, contract.reportScreen, async ({ params: { city, screen: id }, body, session }) => {
    if (session?.kind !== 'display' || session.screen !== id)
      throw new AppError('forbidden', 'only the wall itself says how it is', { screen: id })
    await withShared(database, (tx) =>
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
