import type zh from '../zh/cities.ts'

export default {
  cities: {
    hint: 'Create a city, then import districts, streets, communities and grids along the steps of its set-up.',
    none: 'Create the first city',
    noneHint: 'The page for its set-up opens then.',
    name: 'Name',
    nameHint: 'As the people there call it',
    nameEn: 'English name',
    nameEnHint: 'For English pages; without it they show the name above',
    code: 'Administrative code',
    codeHint: 'Six digits such as 321200; it cannot be changed later',
    timeZone: 'Time zone',
    timeZoneHint: 'The days of the city are those of this zone',
    place: 'Where it lies',
    placeHint:
      'A click on the map, or degrees. Files are read in the coordinate systems of the place; in China it may be left out.',
    world: 'Map of the earth; a click says where the city lies',
    closer: 'Closer',
    farther: 'Farther away',
    latitude: 'Latitude (north)',
    longitude: 'Longitude (east)',
    state: { ready: 'Ready', loading: 'Loading' },
    new: 'New city',
    create: 'Create',
    creating: 'Creating …',
  },
} satisfies typeof zh
