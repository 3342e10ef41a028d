import { computed, ref, watch } from 'vue'
import { type GapItem, type GapStatus, listGaps } from '#shared/contract/coverage/gaps.ts'
import { request } from '../../../lib/request.ts'
import { createLoader, getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useCoverage } from '../../../state/coverage.store.ts'

/** More than a city has communities and parks. */
const ALL = 5000

/** The work list, as far as the page's filters let it through; read again whenever the city changes. */
export function useGapList() {
  const city = useCity()
  const coverage = useCoverage()
  const status = ref<GapStatus | ''>('')
  const { resource, load } = createLoader<{
    total: number
    households: number
    overdue: number
    gaps: GapItem[]
  }>()

  async function reload(): Promise<void> {
    const { address } = city
    if (address === null) return
    const { scope, types, within } = coverage.filter
    const query = {
      limit: ALL,
      scope,
      ...(types.length === 0 ? {} : { types: types.join() }),
      ...(within === null ? {} : { within }),
      ...(status.value === '' ? {} : { status: status.value }),
    }
    await load((signal) => request(listGaps, { params: { city: address }, query }, { signal }), {
      keep: true,
    })
  }
  watch([() => city.address, () => city.revision, () => coverage.filter, status], () => void reload(), {
    immediate: true,
  })

  return { status, resource, list: computed(() => getResourceValue(resource.value) ?? null), reload }
}
