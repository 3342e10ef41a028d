import { computed, watch } from 'vue'
import type { z } from 'zod'
import { getCoverageTrend } from '#shared/contract/coverage/coverage.ts'
import { request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useCoverage } from '../../../state/coverage.store.ts'
import { useMap } from '../../../state/map.store.ts'

export type CoverageTrendPoint = z.output<(typeof getCoverageTrend)['answer']>['points'][number]

/** The metric on the map as of past days, over what the filters let through. */
export function useCoverageTrend() {
  const city = useCity()
  const coverage = useCoverage()
  const map = useMap()
  const { resource, load } = createLoader<{ metric: string; points: CoverageTrendPoint[] }>()

  async function reload(): Promise<void> {
    const { address } = city
    const { metric } = map
    if (address === null || metric === null || coverage.table === null) return
    const { scope, within, types, gaps } = coverage.filter
    const query = {
      ...coverage.wanted,
      scope,
      ...(within === null ? {} : { within }),
      ...(types.length === 0 ? {} : { types: types.join() }),
      ...(gaps.length === 0 ? {} : { gaps: gaps.join() }),
      ...(coverage.weight === null ? {} : { weight: coverage.weight }),
    }
    await load(
      async (signal) => ({
        metric,
        points: (
          await request(
            getCoverageTrend,
            { params: { city: address, metric }, query },
            { signal, timeoutMs: 60_000 },
          )
        ).points,
      }),
      { keep: true },
    )
  }
  // the table comes first: figures, map and ranking do not wait for a chart
  watch(
    [() => coverage.measuredAt, () => map.metric, () => coverage.filter, () => coverage.weight],
    () => void reload(),
    { immediate: true },
  )

  return {
    resource,
    /** null: not known yet. Of an earlier metric nothing is shown. */
    points: computed(() => {
      const known = getResourceValue(resource.value)
      return known?.metric === map.metric ? known.points : null
    }),
  }
}
