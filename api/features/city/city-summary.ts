import { createHash } from 'node:crypto'
import type { Figures } from '#shared/city/city-snapshot.ts'
import type { CitySummary } from '#shared/contract/city.ts'
import { presetCircles } from '#shared/coverage/coverage-options.ts'
import type { CityInMemory } from '../../snapshot/city-in-memory.ts'
import { provenanceOf } from '../../snapshot/provenance.ts'
import { figuresAt, mapFigures } from '../../snapshot/sum-figures.ts'
import { degreeBox } from './degree-box.ts'

export function citySummary({ snapshot, changes }: CityInMemory): CitySummary {
  const {
    units,
    settings: { names, coverage, basemap },
  } = snapshot
  return {
    provenance: provenanceOf(snapshot),
    name: snapshot.name,
    nameEn: snapshot.nameEn,
    shown: {
      title: names.title,
      titleEn: names.titleEn,
      approvalNumber: names.approvalNumber,
      logo: names.logo === null ? null : logoMark(names.logo),
    },
    circles: presetCircles(coverage),
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
    box: degreeBox(snapshot.box),
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
function urbanFigures(community: CityInMemory['snapshot']['units']['community']): Figures {
  const total = mapFigures(() => 0)
  community.urbanScope.forEach((urban, row) => {
    if (urban === 0) return
    const own = figuresAt(community, row)
    for (const name of Object.keys(total) as (keyof Figures)[]) total[name] += own[name]
  })
  return total
}
