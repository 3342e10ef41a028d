import type { z } from 'zod'
import { readCityAddress } from '#shared/city/city-address.ts'
import * as contract from '#shared/contract/city.ts'
import { may } from '#shared/contract/permissions.ts'
import { metricValues } from '#shared/coverage/metric-values.ts'
import { metricOf } from '#shared/coverage/metrics.ts'
import { AppError } from '../../errors.ts'
import { keepAnswer } from '../../http/kept-answer.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { CitySummary } from '#shared/contract/city.ts'
import type { CityInMemory } from '../../snapshot/city-in-memory.ts'
import { remember } from '../../snapshot/remember.ts'
import { coverageOf } from '../../snapshot/coverage-of.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { unitRow } from '../../snapshot/unit-row.ts'
import { citySummary } from './city-summary.ts'
import type { EventHub } from './event-hub.ts'
import { featureDetail } from './feature-detail.ts'
import { gridRow, gridsIn } from './list-grids.ts'
import { listPlaces } from './list-places.ts'
import { listUnits } from './list-units.ts'
import { search } from './search.ts'
import { buildSearchIndex, type SearchEntry } from './search-index.ts'

type MetricColumn = z.input<typeof contract.getMetric.answer>

export function cityRoutes(api: Api, cities: Cities, events: EventHub): void {
  const indexes = new WeakMap<CitySnapshot, Promise<SearchEntry[]>>()
  const indexOf = (snapshot: CitySnapshot) => {
    let index = indexes.get(snapshot)
    if (index === undefined) indexes.set(snapshot, (index = buildSearchIndex(snapshot)))
    return index
  }

  mount(api, contract.listCities, async ({ session }) => {
    const all = await cities.list()
    return {
      cities: all
        .filter(({ code }) => session !== null && may(session, 'city.read', { city: code }))
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
  const summaries = new WeakMap<CityInMemory, CitySummary>()
  const summaryOf = (city: CityInMemory) => remember(summaries, city, () => keepAnswer(citySummary(city)))
  mount(api, contract.getCity, async ({ params }) => summaryOf(await cities.get(params.city)))

  mount(api, contract.getLogo, async ({ params, query }) => {
    const { logo } = (await cities.get(params.city)).snapshot.settings.names
    const [, type, base64] = /^data:(image\/\w+);base64,(.+)$/.exec(logo ?? '') ?? []
    if (type === undefined || base64 === undefined)
      throw new AppError('not_found', 'the city has no logo of its own', { city: params.city })
    const kept = query.v === undefined ? 'private, no-cache' : 'private, max-age=31536000, immutable'
    return new Response(Buffer.from(base64, 'base64'), {
      headers: { 'content-type': type, 'cache-control': kept },
    })
  })

  mount(api, contract.listUnits, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const { table, rows } = listUnits(snapshot, query)
    return {
      provenance: provenanceOf(snapshot),
      total: rows.length,
      units: Array.from(rows.subarray(query.offset, query.offset + query.limit), (row) =>
        unitRow(table, row),
      ),
    }
  })

  mount(api, contract.listGrids, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const rows = gridsIn(snapshot, query.parent)
    return {
      provenance: provenanceOf(snapshot),
      total: rows.length,
      grids: Array.from(rows.subarray(query.offset, query.offset + query.limit), (row) =>
        gridRow(snapshot, row),
      ),
    }
  })

  mount(api, contract.listPlaces, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const places = listPlaces(snapshot, query.kind, query.parent)
    return {
      provenance: provenanceOf(snapshot),
      total: places.length,
      places: places.slice(query.offset, query.offset + query.limit),
    }
  })

  mount(api, contract.getFeature, async ({ params }) =>
    featureDetail((await cities.get(params.city)).snapshot, params.layer, params.feature),
  )

  mount(api, contract.searchCity, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: provenanceOf(snapshot),
      hits: search(snapshot, await indexOf(snapshot), query.q, query.limit),
    }
  })

  const columns = new WeakMap<CitySnapshot, Map<string, MetricColumn>>()
  mount(api, contract.getMetric, async ({ params }) => {
    const metric = metricOf(params.metric)
    if (metric === undefined)
      throw new AppError('not_found', `there is no metric ${params.metric}`, { metric: params.metric })
    const { snapshot } = await cities.get(params.city)
    return remember(
      remember(columns, snapshot, () => new Map<string, MetricColumn>()),
      `${params.metric}/${params.level}`,
      () => {
        const table = params.level === 'grid' ? snapshot.grids : snapshot.units[params.level]
        return keepAnswer({
          provenance: provenanceOf(snapshot),
          ids: [...table.ids],
          values: Array.from(metricValues(metric, coverageOf(snapshot), params.level), (value) =>
            Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4,
          ),
        })
      },
    )
  })

  mount(
    api,
    contract.followCity,
    async ({ params }) =>
      new Response(events.connect(await cities.get(readCityAddress(params.city).code)), {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        },
      }),
  )
}
