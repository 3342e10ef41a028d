import { useI18n } from 'vue-i18n'
import { communityTypes } from '#shared/contract/enums.ts'
import { useCity } from '../../../state/city.store.ts'
import { downloadText } from '../../../lib/export/download-blob.ts'
import { downloadTable, type TableFormat } from '../../../lib/export/download-table.ts'
import { useExportProvenance } from '../use-export-provenance.ts'
import type { ExportTable } from '../../../lib/export/export-table.ts'
import { getSitingMethod, countNewlyReached, type DisplayedSiting } from './use-siting.ts'

/** The answer as a table of sites, and as points. */
export function useSitingExport() {
  const { t } = useI18n()
  const city = useCity()
  const { stamp } = useExportProvenance()

  function table(shown: DisplayedSiting): ExportTable {
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
        countNewlyReached(site),
        ...communityTypes.map((type) => site.byType[type] ?? 0),
        site.capacity ?? NaN,
        site.serves ?? NaN,
      ]),
      about: [
        [t('planner.siting.before'), answer.before],
        [t('planner.siting.after'), after],
        [t('planner.siting.newly'), after - answer.before],
        [t('planner.siting.still'), answer.households - after],
        [t('planner.siting.method'), t(`planner.siting.${getSitingMethod(shown)}`)],
        // the numbers are those of the revision that was asked about
        ...stamp().map(
          ([label, value]) => [label, label === t('planner.stamp.revision') ? revision : value] as const,
        ),
      ],
    }
  }
  const nameOf = ({ revision }: DisplayedSiting) =>
    `${city.code ?? ''}-siting-r${revision}${city.known?.provenance.demo ? '-demo' : ''}`

  return {
    save: (shown: DisplayedSiting, format: TableFormat) =>
      downloadTable([table(shown)], format, nameOf(shown), t('planner.files.about')),
    saveGeoJson(shown: DisplayedSiting) {
      const features = shown.sites.map((site, i) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [site.lon, site.lat] },
        properties: {
          number: i + 1,
          code: site.code,
          name: site.name,
          newlyReachedHouseholds: countNewlyReached(site),
          capacityHouseholds: site.capacity,
          servedHouseholds: site.serves,
          ...site.byType,
        },
      }))
      downloadText(
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
