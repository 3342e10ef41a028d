import type { Context } from 'hono'
import * as contract from '#shared/contract/ogc.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { answerApi, answerCollection, answerCollections, answerConformance, answerItem, answerItems, answerLanding, answerOptions, answerQueryables, answerSchema, type Asked } from './answers.ts'
import { publishedService } from './service.ts'

/** The published city. `baseOf`: where readers reach this server, with the key in the path if the request had one there. */
export function ogcRoutes(api: Api, { cities, baseOf, version }: { cities: Cities; baseOf: (context: Context<RequestEnv>) => string; version: string }): void {
  const asked = async ({ params: { city }, context }: { params: { city: string }; context: Context<RequestEnv> }): Promise<Asked> => {
    const own = `${baseOf(context)}/api/cities/${city}`
    return { service: publishedService((await cities.get(city)).snapshot, `${own}/styles`), root: `${own}/ogc`, context }
  }
  mount(api, contract.getOgcLanding, async (call) => answerLanding(await asked(call), call.query.f))
  mount(api, contract.getOgcConformance, async (call) => answerConformance(await asked(call)))
  mount(api, contract.getOgcApi, async (call) => answerApi(await asked(call), version))
  mount(api, contract.getOgcCollections, async (call) => answerCollections(await asked(call)))
  mount(api, contract.getOgcCollection, async (call) => answerCollection(await asked(call), call.params.collection))
  mount(api, contract.getOgcQueryables, async (call) => answerQueryables(await asked(call), call.params.collection))
  mount(api, contract.getOgcSchema, async (call) => answerSchema(await asked(call), call.params.collection))
  mount(api, contract.listOgcItems, async (call) => answerItems(await asked(call), call.params.collection, call.query, (await cities.get(call.params.city)).snapshot.revision))
  mount(api, contract.getOgcItem, async (call) => answerItem(await asked(call), call.params.collection, call.params.item, call.query.crs))
  // nothing is said about the city here, so nobody is asked who they are
  api.on('OPTIONS', '/cities/:city/ogc/*', () => answerOptions(['GET', 'HEAD']))
}
