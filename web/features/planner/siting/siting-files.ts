import { useI18n } from 'vue-i18n'
import { communityTypes } from '#shared/contract/words.ts'
import { useCity } from '../../../state/city.store.ts'
import { saveText } from '../figures/save-csv.ts'
import { saveTable, type TableFormat } from '../files/save-table.ts'
import { useStamp } from '../files/stamp.ts'
import type { FileTable } from '../files/table.ts'
import { methodOf, newly, type Shown } from './siting.ts'

/** The answer as a table of sites, and as points. */
export function useSitingFiles() {
  const { t } = useI18n()
  const city = useCity()
  const { stamp } = useStamp()

  function table(shown: Shown): FileTable {
    const { answer, sites, after, revision } = shown
    return {
      name: t('planner.tabs.siting'),
      head: [
        '#',
        t('planner.stamp.code'),
        t('planner.column.name'),
        t('planner.siting.lon'),
        t('planner.siting.lat'),
        t('planner.siting.newly'),
        ...communityTypes.map((type) => t(`words.communityType.${type}`)),
        t('planner.siting.capacity'),
        t('planner.siting.servesHead'),
      ],
      lines: sites.map((site, i) => [
        i + 1,
        site.code,
        site.name,
        site.lon,
        site.lat,
        newly(site),
        ...communityTypes.map((type) => site.byType[type] ?? 0),
        site.capacity ?? NaN,
        site.serves ?? NaN,
      ]),
      about: [
        [t('planner.siting.before'), answer.before],
        [t('planner.siting.after'), after],
        [t('planner.siting.newly'), after - answer.before],
        [t('planner.siting.still'), answer.households - after],
        [t('planner.siting.method'), t(`planner.siting.${methodOf(shown)}`)],
        // the numbers are those of the revision that was asked about
        ...stamp().map(
          ([label, value]) => [label, label === t('planner.stamp.revision') ? revision : value] as const,
        ),
      ],
    }
  }
  const nameOf = ({ revision }: Shown) =>
    `${city.code ?? ''}-siting-r${revision}${city.known?.provenance.demo ? '-demo' : ''}`

  return {
    save: (shown: Shown, format: TableFormat) =>
      saveTable([table(shown)], format, nameOf(shown), t('planner.files.about')),
    saveGeoJson(shown: Shown) {
      const features = shown.sites.map((site, i) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [site.lon, site.lat] },
        properties: {
          number: i + 1,
          code: site.code,
          name: site.name,
          newlyReachedHouseholds: newly(site),
          capacityHouseholds: site.capacity,
          servedHouseholds: site.serves,
          ...site.byType,
        },
      }))
      saveText(
        JSON.stringify({
          type: 'FeatureCollection',
          name: nameOf(shown),
          metadata: Object.fromEntries(table(shown).about),
          features,
        }),
        `${nameOf(shown)}.geojson`,
        'application/geo+json',
      )
    },
  }
}
