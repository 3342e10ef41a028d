import type { SourceNote, TotalsPlan } from '../generate/city-plan.ts'

/** @public */
export const totalsSourceNote: SourceNote = {
  grade: 'P',
  says:
    'From the 2018 case report: grids (1.1万), 232 urban communities with their households, residents and members, 252 stations, 14,000 grid ' +
    'workers, 4,305 household hubs, 1,789 projects worth 52.93 million yuan. About 2,440 communities and villages and 6.7 million residents ' +
    'in the whole city: rounded official figures (P/S). Households and members outside the urban scope, grids in the urban scope and ' +
    "the number of centres: the demo's own (B).",
}

export const yanchengTotals: TotalsPlan = {
  grids: 11_000,
  communities: 2_440,
  urbanCommunities: 232,
  residents: 6_700_000,
  households: 2_140_000,
  members: 168_000,
  urbanResidents: 1_794_000,
  urbanHouseholds: 552_000,
  urbanMembers: 32_621,
  urbanGrids: 1_450,
  stations: 252,
  workers: 14_000,
  hubs: 4_305,
  projects: 1_789,
  projectYuan: 52_930_000,
  years: [2016, 2017, 2018],
}
