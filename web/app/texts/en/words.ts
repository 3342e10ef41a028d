import type zh from '../zh/words.ts'

export default {
  unitLevel: { district: 'District', street: 'Street / town', community: 'Community / village' },
  unitKind: {
    county: 'County', county_city: 'County-level city', city_district: 'City district', managing_zone: 'Managing zone',
    street: 'Street', town: 'Town', township: 'Township', park_unit: 'Park (township level)', community: 'Community', village: 'Village',
  },
  communityType: { ordinary: 'Ordinary community', converted: 'Converted village', new: 'New community', village: 'Village', park: 'Park' },
  urbanRuralClass: {
    111: 'Main urban area', 112: 'Urban fringe', 121: 'Town centre', 122: 'Town fringe', 123: 'Special area', 210: 'Township centre', 220: 'Village',
  },
  gridKind: { comprehensive: 'Comprehensive grid', dedicated: 'Dedicated grid', micro: 'Micro grid', residential: 'Residential grid', economic: 'Economic grid' },
  premisesKind: { station: 'Service station', center: 'Red fortress centre', community: 'Community premises' },
  premisesLevel: { city: 'City', county: 'District', street: 'Street', community: 'Community', village: 'Village' },
  premisesStatus: { planned: 'Planned', building: 'Being built', open: 'Open', closed: 'Closed' },
  tenure: { owned: 'Owned', rented: 'Rented', borrowed: 'Borrowed' },
  parkKind: { industrial: 'Industrial park', science: 'Science park', economic: 'Economic zone' },
  parkLevel: { national: 'National', provincial: 'Provincial', city: 'City', county: 'County', town: 'Town' },
  organisation: { own: 'Its own', joint: 'A joint one', none: 'None' },
  roadClass: { motorway: 'Motorway', trunk: 'Trunk road', primary: 'Main road', secondary: 'Secondary road', street: 'Street', lane: 'Lane' },
  waterClass: { sea: 'Sea', lake: 'Lake', river: 'River', canal: 'Canal', ditch: 'Ditch' },
  projectList: { resource: 'Resources', need: 'Needs', project: 'Projects' },
  projectStatus: { proposed: 'Proposed', running: 'Running', finished: 'Finished' },
  indicatorAggregate: { sum: 'Sum', mean: 'Mean', share: 'Share' },
  role: {
    leader: 'Leader', planner: 'Planner', street_official: 'Street official', admin: 'Administrator', auditor: 'Auditor', integrator: 'Integrator',
  },
  layer: {
    water: 'Water', roads: 'Roads', grids: 'Grids', communities: 'Communities / villages', streets: 'Streets / towns', districts: 'Districts',
    parks: 'Parks', stations: 'Service stations', centers: 'Red fortress centres', premises: 'Community premises',
  },
} satisfies typeof zh
