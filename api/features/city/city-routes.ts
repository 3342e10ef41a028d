import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import * as contract from '#shared/contract/city/city.ts'
import { listGridBuildings, listUnitBuildings } from '#shared/contract/city/buildings.ts'
import { getGridSheet } from '#shared/contract/city/grid-sheet.ts'
import * as features from '#shared/contract/city/features.ts'
import { isAllowed } from '#shared/contract/permissions.ts'
import { AppError } from '../../errors.ts'
import type { Database } from '../../db/database.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { createEventStreamResponse } from '../../http/responses/event-stream-response.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CitySummary } from '#shared/contract/city/city.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { memoize } from '../../snapshot/memoize.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { toUnitRow } from '../../snapshot/unit-lookup.ts'
import { buildBuildingDetail, findBuildingHits } from './buildings/building-detail.ts'
import { listBuildingsOfGrid } from './buildings/list-grid-buildings.ts'
import { listBuildingsOfUnit } from './buildings/list-unit-buildings.ts'
import { createCity as createCityEndpoint } from '#shared/contract/city/new-city.ts'
import { createCity } from './create-city.ts'
import { buildCitySummary } from './city-summary.ts'
import type { EventHub } from './event-hub.ts'
import { buildGridSheet } from './grid-sheet/build-grid-sheet.ts'
import { buildFeatureDetail } from './feature-detail.ts'
import { toGridRow, listGridRows } from './list-grids.ts'
import { listPremisesAndParks } from './list-premises-and-parks.ts'
import { listUnits } from './list-units.ts'
import { searchFeatures } from './search-features.ts'
import { buildSearchIndex, type SearchEntry } from './search-index.ts'

/** Routes of a city: its summary, lists, search, features and events. */
export function registerCityRoutes(
  api: Api,
  {
    database,
    cities,
    events,
    now,
  }: { database: Database; cities: SnapshotCache; events: EventHub; now: () => number },
): void {
  const indexes = new WeakMap<CitySnapshot, Promise<SearchEntry[]>>()
  const getSearchIndex = (snapshot: CitySnapshot) =>
    memoize(indexes, snapshot, () => buildSearchIndex(snapshot))

  registerEndpoint(api, contract.listCities, async ({ session }) => {
    const all = await cities.list()
    return {
      cities: all
        .filter(({ code }) => session !== null && isAllowed(session, 'city.read', { city: code }))
        .map((city) => ({
          code: city.code,
          name: city.name,
          nameEn: city.name_en,
          demo: city.demo,
          state: city.state,
        })),
    }
  })

  registerEndpoint(api, createCityEndpoint, async ({ body, session }) => {
    await createCity({ database, cities }, body, session, now())
    return { code: body.code }
  })

  // every open page requests the summary after every change: it is built once per revision
  const summaries = new WeakMap<LoadedCity, CitySummary>()
  const getSummary = (city: LoadedCity) =>
    memoize(summaries, city, () => cacheResponse(buildCitySummary(city)))
  registerEndpoint(api, contract.getCity, async ({ params }) => getSummary(await cities.get(params.city)))

  registerEndpoint(api, contract.getLogo, async ({ params, query }) => {
    const { logo } = (await cities.get(params.city)).snapshot.settings.names
    const [, type, base64] = /^data:(image\/\w+);base64,(.+)$/.exec(logo ?? '') ?? []
    if (type === undefined || base64 === undefined)
      throw new AppError('not_found', 'the city has no logo of its own', { city: params.city })
    const cacheControl = query.v === undefined ? 'private, no-cache' : 'private, max-age=31536000, immutable'
    return new Response(Buffer.from(base64, 'base64'), {
      headers: { 'content-type': type, 'cache-control': cacheControl },
    })
  })

  registerEndpoint(api, features.listUnits, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const { table, rows } = listUnits(snapshot, query)
    return {
      provenance: toProvenance(snapshot),
      total: rows.length,
      units: Array.from(rows.subarray(query.offset, query.offset + query.limit), (row) =>
        toUnitRow(table, row),
      ),
    }
  })

  registerEndpoint(api, features.listGrids, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const rows = listGridRows(snapshot, query.parent)
    return {
      provenance: toProvenance(snapshot),
      total: rows.length,
      grids: Array.from(rows.subarray(query.offset, query.offset + query.limit), (row) =>
        toGridRow(snapshot, row),
      ),
    }
  })

  registerEndpoint(api, features.listPlaces, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const places = listPremisesAndParks(snapshot, query.kind, query.parent)
    return {
      provenance: toProvenance(snapshot),
      total: places.length,
      places: places.slice(query.offset, query.offset + query.limit),
    }
  })

  registerEndpoint(api, features.getFeature, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return params.layer === 'buildings'
      ? buildBuildingDetail(database, snapshot, params.feature)
      : buildFeatureDetail(snapshot, params.layer, params.feature)
  })

  registerEndpoint(api, listGridBuildings, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    return listBuildingsOfGrid(database, snapshot, params.grid, query)
  })

  registerEndpoint(api, listUnitBuildings, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    return listBuildingsOfUnit(database, snapshot, params.unit, query)
  })

  registerEndpoint(api, getGridSheet, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: toProvenance(snapshot),
      sheet: await buildGridSheet(database, snapshot, params.grid),
    }
  })

  registerEndpoint(api, features.searchCity, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const hits = searchFeatures(snapshot, await getSearchIndex(snapshot), query.q, query.limit)
    // buildings are asked for only where larger things leave room
    const buildings = await findBuildingHits(database, snapshot, query.q, query.limit - hits.length)
    return { provenance: toProvenance(snapshot), hits: [...hits, ...buildings] }
  })

  registerEndpoint(api, contract.streamCityEvents, async ({ params }) =>
    createEventStreamResponse(events.connect(await cities.get(readDatedCityCode(params.city).code))),
  )
}
