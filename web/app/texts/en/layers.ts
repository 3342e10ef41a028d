import type zh from '../zh/layers.ts'

export default {
  water: { line: 'Rivers and canals' },
  roads: { trunk: 'Main roads' },
  buildings: { dwelling: 'Buildings with households' },
  grids: { border: 'Grid border' },
  communities: { border: 'Community / village border' },
  streets: { border: 'Street / town border' },
  districts: { border: 'District border' },
  parks: { area: 'Parks' },
  stations: { open: 'Service stations' },
  centers: {
    open: 'Red fortress centre (open)',
    building: 'Red fortress centre (being built)',
    planned: 'Red fortress centre (planned)',
  },
} satisfies typeof zh
