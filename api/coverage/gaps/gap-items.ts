import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { GapItem } from '#shared/contract/coverage/gaps.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { findUnitName } from '../../snapshot/tables/find-unit-name.ts'
import { toGapWork, type GapWorkRow } from './gap-rows.ts'

/** Returns a gap as the API answers it. */
export function toGapItem(table: CoverageTable, gap: CoverageGap, row: GapWorkRow | undefined): GapItem {
  const { units, places, grids } = table
  return {
    subject: gap.subject,
    kind: gap.kind,
    name: gap.name,
    nameEn: gap.nameEn,
    community:
      gap.community < 0
        ? null
        : { code: units.community.codes[gap.community]!, name: units.community.names[gap.community]! },
    street: findUnitName(units.street, units.community.parent[gap.community]),
    type: gap.type,
    reasons: gap.reasons,
    failings: gap.failings,
    grids: gap.grids.map((grid) => grids.codes[grid]!),
    households: gap.households,
    residents: gap.residents,
    unreached: gap.unreached,
    employees: gap.employees,
    nearest:
      gap.nearest < 0
        ? null
        : { code: places.codes[gap.nearest]!, name: places.names[gap.nearest]!, metres: gap.metres },
    work: toGapWork(row),
  }
}

/** Returns an empty gap record of a community or park without a gap; undefined: there is no such subject. */
export function findResolvedGap({ units, parks }: CitySnapshot, subject: string): CoverageGap | undefined {
  const empty = {
    type: null,
    reasons: [],
    failings: [],
    grids: [],
    households: 0,
    residents: 0,
    unreached: 0,
    employees: 0,
    nearest: -1,
    metres: NaN,
  }
  const community = units.community.codes.indexOf(subject)
  if (community >= 0)
    return {
      ...empty,
      kind: 'community',
      subject,
      name: units.community.names[community]!,
      nameEn: units.community.namesEn[community] ?? null,
      community,
      type: units.community.types[community] ?? null,
    }
  const park = parks.codes.indexOf(subject)
  return park < 0
    ? undefined
    : {
        ...empty,
        kind: 'park',
        subject,
        name: parks.names[park]!,
        nameEn: null,
        community: parks.community[park]!,
      }
}
