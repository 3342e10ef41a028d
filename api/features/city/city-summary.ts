import { createHash } from 'node:crypto'
import type { CitySummary } from '#shared/contract/city/city.ts'
import { getPresetCircles } from '#shared/coverage/coverage-options.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { toProvenance } from '../../snapshot/provenance.ts'
import { sumUrbanFigures } from '../../snapshot/tables/sum-figures.ts'
import { toDegreeBox } from '../../snapshot/degree-box.ts'

export function buildCitySummary({ snapshot, changes }: LoadedCity): CitySummary {
  const {
    units,
    settings: { names, coverage, basemap, place },
  } = snapshot
  return {
    provenance: toProvenance(snapshot),
    name: snapshot.name,
    nameEn: snapshot.nameEn,
    shown: {
      title: names.title,
      titleEn: names.titleEn,
      approvalNumber: names.approvalNumber,
      logo: names.logo === null ? null : hashLogo(names.logo),
    },
    speed: coverage.walkingSpeed,
    ruralSpeed: coverage.rural.speed,
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
            attribution:
              basemap.attribution ?? (basemap.kind.startsWith('tianditu') ? '天地图 Tianditu' : null),
            opacity: basemap.opacity / 100,
            maxZoom: basemap.maxZoom,
          },
    timeZone: place.timeZone,
    box: toDegreeBox(snapshot.box),
    units: { district: units.district.count, street: units.street.count, community: units.community.count },
    figures: snapshot.figures,
    urban: sumUrbanFigures(units),
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

/** Returns a version of the logo for its URL, so that browsers can cache it forever. */
function hashLogo(logo: string): string {
  return createHash('sha1').update(logo).digest('base64url').slice(0, 12)
}
