import * as contract from '#shared/contract/coverage.ts'
import { getUnitSheet } from '#shared/contract/unit-sheet.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { metricOf } from '#shared/coverage/metrics.ts'
import { columnsOf } from '#shared/coverage/table/table-columns.ts'
import type { Compute } from '../../compute/open-compute.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import type { CoverageTables } from '../../snapshot/coverage-tables.ts'
import { figuresOf } from './figures-of.ts'
import { unitSheet } from './unit-sheet.ts'

export function coverageRoutes(api: Api, { cities, tables, compute }: { cities: Cities; tables: CoverageTables; compute: Compute }): void {
  mount(api, contract.getCoverage, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    return { provenance: provenanceOf(snapshot), coverage: columnsOf(table), network: table.options.mode === 'network' ? await compute.network(snapshot) : null }
  })

  mount(api, getUnitSheet, async ({ params, query }) => {
    const { snapshot } = await cities.get(params.city)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    const sheet = unitSheet(snapshot, table, params.unit)
    if (sheet === null) throw new AppError('not_found', `there is no unit ${params.unit} with a border`, { unit: params.unit })
    return { provenance: provenanceOf(snapshot), options: table.options, sheet }
  })

  mount(api, contract.getCoverageFigures, async ({ params, query }) => {
    const metric = metricOf(params.metric)
    if (metric === undefined) throw new AppError('not_found', `there is no metric ${params.metric}`, { metric: params.metric })
    const { snapshot } = await cities.get(params.city)
    const table = await tables.of(snapshot, coverageOptions(snapshot.settings, query))
    const filter = { scope: query.scope, within: query.within ?? null, types: list(query.types), gaps: list(query.gaps) }
    return { provenance: provenanceOf(snapshot), options: table.options, scope: query.scope, ...figuresOf(table, metric, filter, query.level, query.weight) }
  })
}

const list = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(','))
