import { createHash } from 'node:crypto'
import type { FigureRecord } from '#shared/snapshot/city-snapshot.ts'
import type { CitySummary } from '#shared/contract/city/city.ts'
import { getPresetCircles } from '#shared/coverage/coverage-options.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { getUnitFigures, mapFigures } from '../../snapshot/sum-figures.ts'
import { toDegreeBox } from './degree-box.ts'

export function buildCitySummary({ snapshot, changes }: LoadedCity): CitySummary {
  const {
    units,
    settings: { names, coverage, basemap },
  } = snapshot
  return {
    provenance: toProvenance(snapshot),
    name: snapshot.name,
    nameEn: snapshot.nameEn,
    shown: {
      title: names.title,
      titleEn: names.titleEn,
      approvalNumber: names.approvalNumber,
      logo: names.logo === null ? null : logoMark(names.logo),
    },
    circles: getPresetCircles(coverage),
    bands: {
      good: coverage.bands.good / 100,
      fair: coverage.bands.fair / 100,
      poor: coverage.bands.poor / 100,
    },
    basemap:
      basemap.kind === 'none'
        ? null
        : {
            version: String(snapshot.settingsVersion),
            attribution: basemap.attribution ?? (basemap.kind === 'xyz' ? null : '天地图 Tianditu'),
            opacity: basemap.opacity / 100,
          },
    box: toDegreeBox(snapshot.box),
    units: { district: units.district.count, street: units.street.count, community: units.community.count },
    figures: snapshot.figures,
    urban: {
      ...urbanFigures(snapshot.units.community),
      streets: units.street.urbanScope.reduce((sum, urban) => sum + urban, 0),
    },
    changes: {
      base: changes.base,
      list: changes.list.map(({ revision, box, layers }) => ({
        revision,
        box: box && [...box],
        layers: [...layers],
      })),
    },
  }
}

/** Another one for another picture. */
function logoMark(logo: string): string {
  return createHash('sha1').update(logo).digest('base64url').slice(0, 12)
}

/** Sums over the communities that count in the urban scope. */
function urbanFigures(community: LoadedCity['snapshot']['units']['community']): FigureRecord {
  const total = mapFigures(() => 0)
  community.urbanScope.forEach((urban, row) => {
    if (urban === 0) return
    const own = getUnitFigures(community, row)
    for (const name of Object.keys(total) as (keyof FigureRecord)[]) total[name] += own[name]
  })
  return total
}
