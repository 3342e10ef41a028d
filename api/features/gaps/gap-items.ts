import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { GapItem } from '#shared/contract/gaps.ts'
import type { Gap } from '#shared/coverage/gaps/find-gaps.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { unitNamed } from '../../snapshot/unit-named.ts'
import { toWork, type WorkRow } from './gap-rows.ts'

/** A gap as it is answered. */
export function toItem(table: CoverageTable, gap: Gap, row: WorkRow | undefined): GapItem {
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
    street: unitNamed(units.street, units.community.parent[gap.community]),
    type: gap.type,
    reasons: gap.reasons,
    failings: gap.failings,
    grids: gap.grids.map((grid) => grids.codes[grid]!),
    households: gap.households,
    residents: gap.residents,
    employees: gap.employees,
    nearest:
      gap.nearest < 0
        ? null
        : { code: places.codes[gap.nearest]!, name: places.names[gap.nearest]!, metres: gap.metres },
    work: toWork(row),
  }
}

/** A community or park that has no gap (any more); undefined: there is no such subject. */
export function withoutGap({ units, parks }: CitySnapshot, subject: string): Gap | undefined {
  const nothing = {
    type: null,
    reasons: [],
    failings: [],
    grids: [],
    households: 0,
    residents: 0,
    employees: 0,
    nearest: -1,
    metres: NaN,
  }
  const community = units.community.codes.indexOf(subject)
  if (community >= 0)
    return {
      ...nothing,
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
        ...nothing,
        kind: 'park',
        subject,
        name: parks.names[park]!,
        nameEn: null,
        community: parks.community[park]!,
      }
}
