import type { z } from 'zod'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import * as contract from '#shared/contract/city/city.ts'
import { isAllowed } from '#shared/contract/permissions.ts'
import { computeMetricValues } from '#shared/coverage/aggregate/metric-values.ts'
import { findMetric } from '#shared/coverage/metrics/metrics.ts'
import { AppError } from '../../errors.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { createEventStreamResponse } from '../../http/responses/event-stream-response.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CitySummary } from '#shared/contract/city/city.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { memoize } from '../../snapshot/memoize.ts'
import { getDefaultCoverageTable } from '../../coverage/default-coverage-table.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { toUnitRow } from '../../snapshot/unit-lookup.ts'
import { buildCitySummary } from './city-summary.ts'
import type { EventHub } from './event-hub.ts'
import { buildFeatureDetail } from './feature-detail.ts'
import { toGridRow, listGridRows } from './list-grids.ts'
import { listPremisesAndParks } from './list-premises-and-parks.ts'
import { listUnits } from './list-units.ts'
import { searchFeatures } from './search-features.ts'
import { buildSearchIndex, type SearchEntry } from './search-index.ts'

type MetricColumn = z.input<typeof contract.getMetric.answer>

export function registerCityRoutes(api: Api, cities: SnapshotCache, events: EventHub): void {
  const indexes = new WeakMap<CitySnapshot, Promise<SearchEntry[]>>()
  const indexOf = (snapshot: CitySnapshot) => {
    let index = indexes.get(snapshot)
    if (index === undefined) indexes.set(snapshot, (index = buildSearchIndex(snapshot)))
    return index
  }

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

  // asked by every open page after every change: made once for a state of the city
  const summaries = new WeakMap<LoadedCity, CitySummary>()
  const summaryOf = (city: LoadedCity) =>
    memoize(summaries, city, () => cacheResponse(buildCitySummary(city)))
  registerEndpoint(api, contract.getCity, async ({ params }) => summaryOf(await cities.get(params.city)))

  registerEndpoint(api, contract.getLogo, async ({ params, query }) => {
    const { logo } = (await cities.get(params.city)).snapshot.settings.names
    const [, type, base64] = /^data:(image\/\w+);base64,(.+)$/.exec(logo ?? '') ?? []
    if (type === undefined || base64 === undefined)
      throw new AppError('not_found', 'the city has no logo of its own', { city: params.city })
    const kept = query.v === undefined ? 'private, no-cache' : 'private, max-age=31536000, immutable'
    return new Response(Buffer.from(base64, 'base64'), {
      headers: { 'content-type': type, 'cache-control': kept },
    })
  })

  registerEndpoint(api, contract.listUnits, async ({ params, query }) => {
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

  registerEndpoint(api, contract.listGrids, async ({ params, query }) => {
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

  registerEndpoint(api, contract.listPlaces, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const places = listPremisesAndParks(snapshot, query.kind, query.parent)
    return {
      provenance: toProvenance(snapshot),
      total: places.length,
      places: places.slice(query.offset, query.offset + query.limit),
    }
  })

  registerEndpoint(api, contract.getFeature, async ({ params }) =>
    buildFeatureDetail((await cities.get(params.city)).snapshot, params.layer, params.feature),
  )

  registerEndpoint(api, contract.searchCity, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: toProvenance(snapshot),
      hits: searchFeatures(snapshot, await indexOf(snapshot), query.q, query.limit),
    }
  })

  const columns = new WeakMap<CitySnapshot, Map<string, MetricColumn>>()
  registerEndpoint(api, contract.getMetric, async ({ params }) => {
    const metric = findMetric(params.metric)
    if (metric === undefined)
      throw new AppError('not_found', `there is no metric ${params.metric}`, { metric: params.metric })
    const { snapshot } = await cities.get(params.city)
    return memoize(
      memoize(columns, snapshot, () => new Map<string, MetricColumn>()),
      `${params.metric}/${params.level}`,
      () => {
        const table = params.level === 'grid' ? snapshot.grids : snapshot.units[params.level]
        return cacheResponse({
          provenance: toProvenance(snapshot),
          ids: [...table.ids],
          values: Array.from(
            computeMetricValues(metric, getDefaultCoverageTable(snapshot), params.level),
            (value) => (Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4),
          ),
        })
      },
    )
  })

  registerEndpoint(api, contract.streamCityEvents, async ({ params }) =>
    createEventStreamResponse(events.connect(await cities.get(readDatedCityCode(params.city).code))),
  )
}
