import type { Context } from 'hono'
import { readCityAddress, writeCityAddress } from '#shared/city/city-address.ts'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { localDay } from '#shared/city/local-day.ts'
import * as contract from '#shared/contract/ogc.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { Cities } from '../../snapshot/cities.ts'
import {
  answerApi,
  answerCollection,
  answerCollections,
  answerConformance,
  answerItem,
  answerItems,
  answerLanding,
  answerOptions,
  answerQueryables,
  answerSchema,
  type Asked,
} from './answers.ts'
import { readInterval } from './read-interval.ts'
import { publishedService } from './service.ts'

/** The published city. `baseOf`: where readers reach this server, with the key in the path if the request had one there. */
export function ogcRoutes(
  api: Api,
  {
    cities,
    baseOf,
    version,
    now,
  }: { cities: Cities; baseOf: (context: Context<RequestEnv>) => string; version: string; now: () => number },
): void {
  type Call = { params: { city: string }; context: Context<RequestEnv> }
  const serve = ({ params: { city }, context }: Call, snapshot: CitySnapshot): Asked => {
    const own = `${baseOf(context)}/api/cities/${city}`
    return { service: publishedService(snapshot, `${own}/styles`), root: `${own}/ogc`, context }
  }
  const asked = async (call: Call) => serve(call, (await cities.get(call.params.city)).snapshot)
  mount(api, contract.getOgcLanding, async (call) => answerLanding(await asked(call), call.query.f))
  mount(api, contract.getOgcConformance, async (call) => answerConformance(await asked(call)))
  mount(api, contract.getOgcApi, async (call) => answerApi(await asked(call), version))
  mount(api, contract.getOgcCollections, async (call) => answerCollections(await asked(call)))
  mount(api, contract.getOgcCollection, async (call) =>
    answerCollection(await asked(call), call.params.collection),
  )
  mount(api, contract.getOgcQueryables, async (call) =>
    answerQueryables(await asked(call), call.params.collection),
  )
  mount(api, contract.getOgcSchema, async (call) => answerSchema(await asked(call), call.params.collection))
  mount(api, contract.listOgcItems, async (call) => {
    const { snapshot } = await cities.get(addressAt(call.params.city, call.query.datetime, localDay(now())))
    return answerItems(serve(call, snapshot), call.params.collection, call.query, snapshot.revision)
  })
  mount(api, contract.getOgcItem, async (call) =>
    answerItem(await asked(call), call.params.collection, call.params.item, call.query.crs),
  )
  // nothing is said about the city here, so nobody is asked who they are
  api.on('OPTIONS', '/cities/:city/ogc/*', () => answerOptions(['GET', 'HEAD']))
}

/** The city as of the moment that is asked for, of an interval as of its end; what is to come nobody knows. */
function addressAt(address: string, datetime: string | undefined, today: string): string {
  const { to } = datetime === undefined ? { to: null } : readInterval(datetime)
  const { code, day } = readCityAddress(address)
  return to === null || to >= (day ?? today) ? address : writeCityAddress({ code, day: to })
}
