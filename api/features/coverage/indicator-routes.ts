import * as contract from '#shared/contract/indicators.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import type { Indicators } from './read-indicators.ts'

export function indicatorRoutes(
  api: Api,
  { cities, indicators }: { cities: Cities; indicators: Indicators },
): void {
  mount(api, contract.listIndicators, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return { provenance: provenanceOf(snapshot), ...(await indicators.list(snapshot)) }
  })

  mount(api, contract.getIndicator, async ({ params }) => {
    const { snapshot } = await cities.get(params.city)
    return {
      provenance: provenanceOf(snapshot),
      indicator: await indicators.data(snapshot, params.indicator),
    }
  })
}
