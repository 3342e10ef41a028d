import type { Context } from 'hono'
import { readDatedCityCode, formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { toLocalDay } from '#shared/city/local-day.ts'
import * as contract from '#shared/contract/city/ogc-features.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import {
  handleApi,
  handleCollection,
  handleCollections,
  handleConformance,
  handleItem,
  handleItems,
  handleLanding,
  handleOptions,
  handleQueryables,
  handleSchema,
  type OgcRequest,
} from './ogc-handlers.ts'
import { formatInterval, readInterval } from './read-interval.ts'
import { createCityOgcService } from './ogc-service.ts'

/** Routes of the published city. `baseOf` returns the public URL of this server, with the API key if it was in the path. */
export function registerOgcRoutes(
  api: Api,
  {
    cities,
    baseOf,
    version,
    now,
  }: {
    cities: SnapshotCache
    baseOf: (context: Context<RequestEnv>) => string
    version: string
    now: () => number
  },
): void {
  type Call = { params: { city: string }; context: Context<RequestEnv> }
  const serve = ({ params: { city }, context }: Call, snapshot: CitySnapshot): OgcRequest => {
    const own = `${baseOf(context)}/api/cities/${city}`
    return { service: createCityOgcService(snapshot, `${own}/styles`), root: `${own}/ogc`, context }
  }
  /**
   * The address of the city as of the requested time – of an interval its end, of a future day today – and the time as days
   * where the city lies.
   */
  const findMoment = async (address: string, datetime: string | undefined) => {
    if (datetime === undefined) return { address, datetime }
    const { code, day } = readDatedCityCode(address)
    const { timeZone } = (await cities.get(code)).snapshot.settings.place
    const interval = readInterval(datetime, timeZone)
    const isNow = interval.to === null || interval.to >= (day ?? toLocalDay(now(), timeZone))
    return {
      address: isNow ? address : formatDatedCityCode({ code, day: interval.to }),
      datetime: formatInterval(interval),
    }
  }
  const asked = async (call: Call) => serve(call, (await cities.get(call.params.city)).snapshot)
  registerEndpoint(api, contract.getOgcLanding, async (call) =>
    handleLanding(await asked(call), call.query.f),
  )
  registerEndpoint(api, contract.getOgcConformance, async (call) => handleConformance(await asked(call)))
  registerEndpoint(api, contract.getOgcApi, async (call) => handleApi(await asked(call), version))
  registerEndpoint(api, contract.getOgcCollections, async (call) => handleCollections(await asked(call)))
  registerEndpoint(api, contract.getOgcCollection, async (call) =>
    handleCollection(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.getOgcQueryables, async (call) =>
    handleQueryables(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.getOgcSchema, async (call) =>
    handleSchema(await asked(call), call.params.collection),
  )
  registerEndpoint(api, contract.listOgcItems, async (call) => {
    const { address, datetime } = await findMoment(call.params.city, call.query.datetime)
    const { snapshot } = await cities.get(address)
    const { signal } = call
    const query = datetime === undefined ? call.query : { ...call.query, datetime }
    return handleItems(serve(call, snapshot), call.params.collection, query, {
      mark: snapshot.revision,
      signal,
    })
  })
  registerEndpoint(api, contract.getOgcItem, async (call) =>
    handleItem(await asked(call), call.params.collection, call.params.item, call.query.crs),
  )
  // the answer contains nothing about the city, so no session is required
  api.on('OPTIONS', '/cities/:city/ogc/*', () => handleOptions(['GET', 'HEAD']))
}
