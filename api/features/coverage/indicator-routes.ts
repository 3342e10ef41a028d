import * as contract from '#shared/contract/coverage/indicators.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import type { IndicatorReader } from '../../coverage/indicator-reader.ts'

export function registerIndicatorRoutes(
  api: Api,
  { cities, indicators }: { cities: SnapshotCache; indicators: IndicatorReader },
): void {
  registerEndpoint(api, contract.listIndicators, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return { provenance: toProvenance(snapshot), ...(await indicators.list(snapshot)) }
  })

  registerEndpoint(api, contract.getIndicator, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: toProvenance(snapshot),
      indicator: await indicators.data(snapshot, params.indicator),
    }
  })
}
