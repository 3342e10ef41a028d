import type { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { getMetric } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/coverage/coverage.ts'
import { getUnitReport } from '#shared/contract/coverage/unit-report.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { findIndicatorCode } from '#shared/coverage/indicators/indicator-metric-id.ts'
import { createIndicatorMetric } from '#shared/coverage/indicators/indicator-metric.ts'
import { formatMetricVersion, type Metric } from '#shared/coverage/metrics/metric.ts'
import { METRICS_VERSION } from '#shared/coverage/metrics/metrics.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { toCoverageColumns } from '#shared/coverage/table/coverage-columns.ts'
import type { ComputeClient } from '../../coverage/compute/compute-client.ts'
import type { DraftService } from '../../drafts/draft-service.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { computeIsochrones } from '../../coverage/compute-isochrones.ts'
import { computeDraftCoverage } from '../../coverage/compute-draft-coverage.ts'
import { summariseMetric } from '../../coverage/summarise-metric.ts'
import type { IndicatorReader } from '../../coverage/indicator-reader.ts'
import { computeIndicatorTrend, computeMetricTrend } from '../../coverage/metric-trend.ts'
import { getMetricColumn, requireMetric } from '../../coverage/metric-column.ts'
import type { PastCities } from '../../coverage/past-cities.ts'
import { cacheResponse } from '../../http/response-cache.ts'
import { buildUnitReport } from '../../coverage/build-unit-report.ts'

export interface CoverageServices {
  cities: SnapshotCache
  tables: CoverageTableCache
  indicators: IndicatorReader
  draftService: DraftService
  compute: ComputeClient
  past: PastCities
}

/** Routes of coverage: metrics, tables, figures, trends, isochrones and unit reports. */
export function registerCoverageRoutes(
  api: Api,
  { cities, tables, indicators, draftService, compute, past }: CoverageServices,
): void {
  const findAnyMetric = async (city: CitySnapshot, id: string, year: number | undefined): Promise<Metric> => {
    const code = findIndicatorCode(id)
    if (code === null) return requireMetric(id)
    const data = await indicators.data(city, code)
    return createIndicatorMetric(data, year ?? data.years.at(-1)?.year ?? 0)
  }

  registerEndpoint(api, getMetric, async ({ params }) => {
    const metric = requireMetric(params.metric)
    const { snapshot } = await cities.get(params.city)
    return cacheResponse(await getMetricColumn(tables, snapshot, metric, params.level))
  })

  /** Answers by table: null when the table has been asked for once. */
  const answers = new WeakMap<CoverageTable, z.output<typeof contract.getCoverage.answer> | null>()

  registerEndpoint(api, contract.getCoverage, async ({ params, query, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.get(snapshot, resolveCoverageOptions(snapshot.settings, query), signal)
    const known = answers.get(table)
    if (known) return known
    const answer = {
      provenance: toProvenance(snapshot, METRICS_VERSION),
      coverage: toCoverageColumns(table),
      network:
        table.options.mode === 'network' ? await compute.network(snapshot, table.options, signal) : null,
    }
    // encoding takes longer than anything else here; what is asked for once only is not kept
    answers.set(table, known === null ? cacheResponse(answer) : null)
    return answer
  })

  registerEndpoint(api, getUnitReport, async ({ params, query, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.get(snapshot, resolveCoverageOptions(snapshot.settings, query), signal)
    const report = buildUnitReport(snapshot, table, params.unit)
    if (report === null)
      throw new AppError('not_found', `there is no unit ${params.unit} with a border`, { unit: params.unit })
    return { provenance: toProvenance(snapshot), options: table.options, sheet: report }
  })

  registerEndpoint(api, contract.getDraftCoverage, async ({ params, query, signal }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: toProvenance(snapshot, METRICS_VERSION),
      ...(await computeDraftCoverage(
        { draftService, compute },
        snapshot,
        params.draft,
        resolveCoverageOptions(snapshot.settings, query),
        signal,
      )),
    }
  })

  registerEndpoint(api, contract.getContours, async ({ params, query: { box, ...settings }, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const options = resolveCoverageOptions(snapshot.settings, settings)
    return {
      provenance: toProvenance(snapshot),
      options,
      box,
      bands: await computeIsochrones(compute, snapshot, options, box, signal),
    }
  })

  registerEndpoint(api, contract.getCoverageFigures, async ({ params, query, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const metric = await findAnyMetric(snapshot, params.metric, query.year)
    const table = await tables.get(snapshot, resolveCoverageOptions(snapshot.settings, query), signal)
    return {
      provenance: toProvenance(snapshot, formatMetricVersion(metric)),
      options: table.options,
      scope: query.scope,
      ...summariseMetric(table, metric, toGridFilter(query), query.level, query.weight),
    }
  })

  registerEndpoint(api, contract.getCoverageTrend, async ({ params, query, signal }) => {
    const { snapshot } = await cities.get(params.city)
    const options = resolveCoverageOptions(snapshot.settings, query)
    const code = findIndicatorCode(params.metric)
    const points =
      code === null
        ? await computeMetricTrend({ tables, past }, snapshot, requireMetric(params.metric), {
            options,
            filter: toGridFilter(query),
            weight: query.weight,
            signal,
          })
        : computeIndicatorTrend(
            await indicators.data(snapshot, code),
            await tables.get(snapshot, options, signal),
            toGridFilter(query),
            query.weight,
          )
    return { provenance: toProvenance(snapshot), options, points }
  })
}

interface FilterQuery {
  scope: 'city' | 'urban'
  within?: string | undefined
  types?: string | undefined
  gaps?: string | undefined
}

const toGridFilter = ({ scope, within, types, gaps }: FilterQuery) => ({
  scope,
  within: within ?? null,
  types: splitList(types),
  gaps: splitList(gaps),
})
const splitList = (text: string | undefined): string[] =>
  text === undefined || text === '' ? [] : text.split(',')
